# langflix's worker. Built and run by docker-compose.yml; alone:
#   docker build -t langflix:0.1.0 .
#   docker run --rm -e TEMPORAL_ADDRESS=… -v /films:/media/in:ro -v /packs:/media/out langflix:0.1.0
# Debian, not Alpine: Temporal's native core needs glibc.

FROM node:20.20.2-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY tsconfig.json tsconfig.build.json ./
COPY scripts/build.mjs scripts/build.mjs
COPY scripts/expressions scripts/expressions
COPY data data
COPY src src
RUN node scripts/build.mjs

FROM node:20.20.2-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev && npm cache clean --force

FROM node:20.20.2-bookworm-slim
# util-linux brings setpriv, by which no ffmpeg outlives its worker; tini passes signals on and reaps.
RUN apt-get update \
  && apt-get install -y --no-install-recommends ca-certificates ffmpeg tini util-linux \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=dependencies /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY package.json LICENSE README.md ./
COPY data data
COPY schemas schemas
COPY docker/worker-health.mjs docker/worker-health.mjs
# The home may be written by whichever user the container is given.
RUN ln -s /app/dist/client/cli/main.js /usr/local/bin/langflix \
  && install -d -m 1777 /var/lib/langflix /media/in /media/out

# Two arenas: glibc gives each of many threads one of its own otherwise, and memory does not come back from them.
ENV NODE_ENV=production \
    MALLOC_ARENA_MAX=2 \
    LANGFLIX_HOME=/var/lib/langflix
VOLUME /var/lib/langflix
USER node
HEALTHCHECK --interval=30s --timeout=15s --start-period=60s --retries=3 CMD ["node", "docker/worker-health.mjs"]
# The worker finishes or gives back what it is doing within 25 s: stop it with a longer timeout than docker's 10 s.
STOPSIGNAL SIGTERM
ENTRYPOINT ["tini", "--"]
CMD ["langflix", "worker"]
