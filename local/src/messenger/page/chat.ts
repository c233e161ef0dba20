type Message = {
  id: number;
  from: 'person' | 'bot';
  text?: string;
  image?: string;
  video?: string;
};
type ChatEvent = Message | { action: 'mark_seen' | 'typing_on' | 'typing_off' };

const PRESENT = 'Active, on this machine';

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
    const film = Object.assign(document.createElement('video'), { src: video, controls: true });
    film.ariaLabel = 'Your video';
    return film;
  }
  if (image === undefined) return undefined;
  return Object.assign(document.createElement('img'), { src: image, alt: 'Preview of your video' });
};

const show = (message: Message) => {
  const bubble = document.createElement('li');
  const media = mediaOf(message);
  bubble.className = `bubble ${message.from}${media ? ' media' : ''}`;
  bubble.append(speakerOf(message), media ?? message.text ?? '');
  messages.append(bubble);
  presence.textContent = PRESENT;
  if (message.from === 'bot') typing.hidden = true;
};

// Sides and colours say it to those who see them.
const speakerOf = ({ from }: Message) => {
  const textContent = from === 'bot' ? 'Video bot: ' : 'You: ';
  const speaker = { className: 'visually-hidden', textContent };
  return Object.assign(document.createElement('span'), speaker);
};

const scrollToEnd = () => {
  const behavior = matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth';
  messages.parentElement?.scrollTo({ top: messages.parentElement.scrollHeight, behavior });
};

const events = new EventSource('/messenger/events');
events.onopen = () => (presence.textContent = PRESENT);
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
  if (response?.ok) return;
  presence.textContent = PRESENT;
  problem.textContent = 'The bot did not take it. Is the service running? Try again.';
};

const sendVideo = async (file: File) => {
  presence.textContent = `Sending ${file.name}…`;
  video.disabled = true;
  await send(file);
  video.disabled = false;
};

find('#composer', HTMLFormElement).addEventListener('submit', (event) => {
  event.preventDefault();
  if (text.value.trim() === '') return;
  void send(text.value);
  text.value = '';
});

video.addEventListener('change', () => {
  const [file] = video.files ?? [];
  if (file) void sendVideo(file);
  video.value = '';
});
