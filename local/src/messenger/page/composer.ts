import { find } from './find.ts';

/** Called with the progress of sending. */
export type Watcher = {
  onSending: (fileName?: string) => void;
  onSent: (isDelivered: boolean) => void;
};

/** Sends what the person types, chooses, drops or pastes. */
export const startComposer = (watcher: Watcher): void => {
  const text = find('#text', HTMLInputElement);
  const file = find('#file', HTMLInputElement);

  find('#composer', HTMLFormElement).addEventListener('submit', (event) => {
    event.preventDefault();
    if (text.value.trim() === '') return;
    void send('/messenger/messages', text.value, watcher);
    text.value = '';
  });
  file.addEventListener('change', () => {
    void sendFiles([...(file.files ?? [])], watcher);
    file.value = '';
  });
  document.addEventListener('paste', ({ clipboardData }) => {
    void sendFiles([...(clipboardData?.files ?? [])], watcher);
  });
  takeDrops((files) => void sendFiles(files, watcher));
};

const takeDrops = (onFiles: (files: File[]) => void) => {
  const { classList } = document.body;
  document.addEventListener('dragover', (event) => {
    event.preventDefault();
    classList.add('dropping');
  });
  document.addEventListener('dragleave', ({ relatedTarget }) => {
    if (relatedTarget === null) classList.remove('dropping');
  });
  document.addEventListener('drop', (event) => {
    event.preventDefault();
    classList.remove('dropping');
    onFiles([...(event.dataTransfer?.files ?? [])]);
  });
};

// One after the other, so that they arrive in order.
const sendFiles = async (files: File[], watcher: Watcher) => {
  for (const file of files) {
    const name = encodeURIComponent(file.name);
    await send(`/messenger/files?name=${name}`, file, watcher);
  }
};

const send = async (url: string, body: string | File, { onSending, onSent }: Watcher) => {
  onSending(body instanceof File ? body.name : undefined);
  const response = await fetch(url, { method: 'POST', body }).catch(() => undefined);
  onSent(response?.ok === true);
};
