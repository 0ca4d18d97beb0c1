#!/bin/sh
# Makes the namespace, or sets its retention when it is there. Address from TEMPORAL_ADDRESS. Safe to run again.
set -eu

attempt=1
until temporal operator cluster health; do
  if [ "$attempt" -ge 24 ]; then
    echo "Temporal at $TEMPORAL_ADDRESS did not become healthy within two minutes" >&2
    exit 1
  fi
  attempt=$((attempt + 1))
  sleep 5
done

if temporal operator namespace describe --namespace "$NAMESPACE" >/dev/null 2>&1; then
  temporal operator namespace update --namespace "$NAMESPACE" --retention "$RETENTION"
else
  temporal operator namespace create --namespace "$NAMESPACE" --retention "$RETENTION"
fi
