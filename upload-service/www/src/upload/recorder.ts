import type { AwsBody } from '@uppy/aws-s3';
import Webcam from '@uppy/webcam';
import { NO_RECORDING, type RecorderState } from './recorder-state.ts';
import type { UploadMeta } from './uploader.ts';
import { loadUploader } from './uploads.ts';

export type Recorder = Awaited<ReturnType<typeof openRecorder>>;

const KINDS = {
  init: 'asking',
  ready: 'ready',
  recording: 'recording',
  captured: 'recorded',
  error: 'refused',
} as const;

/** The camera, from the question whether it may be used to a recording that is sent as an upload. */
export const openRecorder = async (onState: (state: RecorderState) => void) => {
  const { uppy } = await loadUploader();
  uppy.use(Webcam, {
    modes: ['video-audio'],
    mobileNativeCamera: false,
    showRecordingLength: true,
  });
  const webcam = uppy.getPlugin<Webcam<UploadMeta, AwsBody>>('Webcam');
  if (!webcam) throw new Error('The camera plugin is not there');
  const tell = () => {
    const { recordedVideo, recordingLengthSeconds } = webcam.getPluginState();
    onState({
      kind: KINDS[webcam.getStatus()],
      stream: webcam.stream,
      recordingUrl: recordedVideo,
      seconds: recordingLengthSeconds,
    });
  };
  uppy.on('state-update', tell);
  tell();
  webcam.start()?.catch(() => onState({ ...NO_RECORDING, kind: 'refused' }));

  return {
    start: () => webcam.startRecording(),
    stop: () => webcam.stopRecording(),
    discard: () => webcam.discardRecordedMedia(),
    send: () => webcam.submit(),
    close: async () => {
      uppy.off('state-update', tell);
      await webcam.stop();
      uppy.removePlugin(webcam);
    },
  };
};
