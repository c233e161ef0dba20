/** What `npm start -- --help` says. */
export const HELP = `Usage: npm start -- [options] [FILE…]

Runs the video bank on this machine: the very functions and templates that would be deployed to AWS. Each FILE
is dropped into it as videos/<file name>. Without a FILE, an empty bank is shown what it does with a sample.

  --once            Exit when all that was dropped is done: 0 if every FILE is a ready video, 1 otherwise.
  --json            One metadata.json per line on stdout, everything else on stderr.
                    Use npm start --silent, or npm itself writes to stdout.
  --state DIR       Where everything is kept (.local).
  --port PORT       Pages and HTTP APIs (3000).
  --aws-port PORT   The AWS APIs (4566).
  --host HOST       Who can reach them (127.0.0.1: only this machine). For others set an access key of your
                    own in VIDEO_SERVICE_ACCESS_KEY_ID and VIDEO_SERVICE_SECRET_ACCESS_KEY, and PAGE_PASSPHRASE
                    to sign in with.
  --address ORIGIN  The address by which others reach the pages, when it is not the one that their browsers ask
                    this machine for: https://videos.home behind a reverse proxy with TLS. Needs the same settings as --host.
  --no-sample       No sample for an empty bank.
  --empty           Nothing is deployed: a place to try ./deploy.sh --stage local.
  -h, --help        This text.

Settings such as CAPTURES_MAX come from settings.yml or the environment; README.md lists them all.
FFMPEG_PATH and FFPROBE_PATH choose another FFmpeg; LABELS_MODEL, the folder of an ONNX model, another model for
labels (docs/labels-model.md).
`;
