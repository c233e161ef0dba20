#!/usr/bin/env bash
# Deploys the three stacks: ./deploy.sh --help
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

if ! major=$(node -p 'process.versions.node.split(".")[0]' 2>/dev/null) || ((major < 20)); then
  echo 'Node 20 or newer is needed: https://nodejs.org' >&2
  exit 1
fi
if [[ ! -x node_modules/.bin/node ]]; then
  echo 'The packages are not installed: run npm ci' >&2
  exit 1
fi
exec node_modules/.bin/node deploy/src/main.ts "$@"
