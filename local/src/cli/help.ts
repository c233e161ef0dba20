/** The output of `npm start -- --help`. */
export const HELP = `Usage: npm start -- [options] [FILE…]

Runs the video bank on this machine, with the same functions and templates that are deployed to AWS. Each FILE is
uploaded as videos/<file name>. Without a FILE, an empty bank processes a sample video.

  --once            Exit when all videos are done: 0 if every FILE is ready, 1 otherwise.
  --json            One metadata.json per line on stdout, everything else on stderr.
                    Use npm start --silent to keep npm's own output off stdout.
  --state DIR       Where all data is stored (default: .local).
  --port PORT       Port of the pages and HTTP APIs (default: 3000).
  --aws-port PORT   Port of the AWS APIs (default: 4566).
  --host HOST       Address to listen on (default: 127.0.0.1, this machine only). Any other address needs your
                    own access key, in VIDEO_SERVICE_ACCESS_KEY_ID and VIDEO_SERVICE_SECRET_ACCESS_KEY, and a
                    PAGE_PASSPHRASE to sign in.
  --address ORIGIN  The address of the pages for other machines, if it is not the one their browsers request:
                    https://videos.home behind a reverse proxy with TLS. Needs the same settings as --host.
  --no-sample       Do not process a sample video.
  --empty           Start without deploying anything, to try ./deploy.sh --stage local.
  -h, --help        Show this text.

Settings such as CAPTURES_MAX come from settings.yml or the environment; README.md lists them all.
FFMPEG_PATH and FFPROBE_PATH select another FFmpeg. LABELS_MODEL, the folder of an ONNX model, selects another
label model (docs/labels-model.md).
`;
