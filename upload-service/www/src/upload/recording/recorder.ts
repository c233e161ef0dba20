import type { Body } from '@uppy/core';
import Webcam from '@uppy/webcam';
import { NO_RECORDING, type RecorderState } from './recorder-state.ts';
import { RECORDER } from './recording-name.ts';
import type { UploadMeta, UploadUppy } from '../sending/upload-uppy.ts';
import { loadUploader } from '../uploads.ts';

export type Recorder = Awaited<ReturnType<typeof openRecorder>>;

const KINDS = {
  init: 'asking',
  ready: 'ready',
  recording: 'recording',
  captured: 'recorded',
  error: 'refused',
} as const;

const changeOf = (uppy: UploadUppy) => new Promise((resolve) => uppy.once('state-update', resolve));

/** The camera: from the permission prompt to the recording that is uploaded. */
export const openRecorder = async (onState: (state: RecorderState) => void) => {
  const { uppy } = await loadUploader();
  // A unique id, because a recorder that was just closed may still be shutting down.
  const id = `${RECORDER}${crypto.randomUUID()}`;
  uppy.use(Webcam, {
    id,
    modes: ['video-audio'],
    mobileNativeCamera: false,
    showRecordingLength: true,
  });
  const webcam = uppy.getPlugin<Webcam<UploadMeta, Body>>(id);
  if (!webcam) throw new Error('The camera plugin is not there');
  const isRecording = () => webcam.getStatus() === 'recording';
  const tell = () => {
    const { recordedVideo, recordingLengthSeconds } = webcam.getPluginState();
    const [camera] = webcam.stream?.getVideoTracks() ?? [];
    // The camera was unplugged; its recording so far is kept.
    if (camera) camera.onended = () => (isRecording() ? void webcam.stopRecording() : tell());
    const kind = KINDS[webcam.getStatus()];
    onState({
      kind: kind === 'ready' && camera?.readyState === 'ended' ? 'refused' : kind,
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
      // A camera that starts after its recorder was closed would stay on.
      while (webcam.getStatus() === 'init') await changeOf(uppy);
      await webcam.stop();
      uppy.removePlugin(webcam);
    },
  };
};
