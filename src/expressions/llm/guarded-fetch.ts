/** An answer has some 10 kB; a server that sends more than this is out of order. */
const MOST_BYTES = 4 * 1024 * 1024;

/**
 * `fetch` for a model's API: follows no redirect, which would take the key along to another host, and stops reading
 * an answer that does not end.
 */
export const guardedFetch: typeof fetch = async (input, init) => {
  const response = await fetch(input, { ...init, redirect: 'error' });
  if (response.body === null) return response;
  let received = 0;
  const bounded = response.body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        received += chunk.byteLength;
        if (received > MOST_BYTES) controller.error(new Error(`an answer of more than ${MOST_BYTES} bytes`));
        else controller.enqueue(chunk);
      },
    }),
  );
  return new Response(bounded, response);
};
