type Message = {
  id: number;
  from: 'person' | 'bot';
  text?: string;
  image?: string;
  video?: string;
};
type ChatEvent = Message | { action: 'mark_seen' | 'typing_on' | 'typing_off' };

const find = <Found extends Element>(selector: string, type: new () => Found): Found => {
  const found = document.querySelector(selector);
  if (found instanceof type) return found;
  throw new Error(`The page has no ${selector}`);
};

const messages = find('#messages', HTMLOListElement);
const typing = find('#typing', HTMLElement);
const presence = find('#presence', HTMLElement);
const problem = find('#problem', HTMLElement);
const text = find('#text', HTMLInputElement);
const video = find('#video', HTMLInputElement);

const mediaOf = ({ image, video }: Message) => {
  if (video !== undefined) {
    return Object.assign(document.createElement('video'), { src: video, controls: true });
  }
  if (image === undefined) return undefined;
  return Object.assign(document.createElement('img'), { src: image, alt: 'Preview of your video' });
};

const show = (message: Message) => {
  const bubble = document.createElement('li');
  const media = mediaOf(message);
  bubble.className = `bubble ${message.from}${media ? ' media' : ''}`;
  bubble.append(media ?? message.text ?? '');
  media?.addEventListener('load', scrollToEnd);
  messages.append(bubble);
  if (message.from === 'bot') typing.hidden = true;
};

const scrollToEnd = () => messages.parentElement?.scrollTo({ top: 1e9, behavior: 'smooth' });

const events = new EventSource('/messenger/events');
events.onopen = () => (presence.textContent = 'On this machine');
events.onerror = () => (presence.textContent = 'Not connected: is the service running?');
events.onmessage = ({ data }: MessageEvent<string>) => {
  // Our own server writes these, and a test reads what they show.
  const event = JSON.parse(data) as ChatEvent;
  if ('id' in event) show(event);
  else if (event.action === 'mark_seen') presence.textContent = 'Seen';
  else typing.hidden = event.action === 'typing_off';
  scrollToEnd();
};

const send = async (body: string | File) => {
  problem.textContent = '';
  const response = await fetch('/messenger/messages', { method: 'POST', body }).catch(
    () => undefined,
  );
  if (!response?.ok)
    problem.textContent = 'The bot did not take it. Is the service running? Try again.';
};

find('#composer', HTMLFormElement).addEventListener('submit', (event) => {
  event.preventDefault();
  if (text.value.trim() === '') return;
  void send(text.value);
  text.value = '';
});

video.addEventListener('change', () => {
  const [file] = video.files ?? [];
  if (file) void send(file);
  video.value = '';
});
