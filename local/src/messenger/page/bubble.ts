/** A message from the server: a text, or a picture, video, audio or other file by its path. */
export type Message = {
  id: number;
  from: 'person' | 'bot';
  text?: string;
  image?: string;
  video?: string;
  audio?: string;
  file?: string;
  name?: string;
};

/** The message as an element of the conversation. */
export const bubbleOf = (message: Message): HTMLElement => {
  const line = Object.assign(document.createElement('li'), { className: message.from });
  const content = mediaOf(message) ?? message.text ?? '';
  const bubble = Object.assign(document.createElement('div'), { className: 'bubble' });
  bubble.classList.toggle('media', content instanceof HTMLElement);
  bubble.append(content);
  line.append(speakerOf(message), bubble);
  return line;
};

// Sides and colours show it only to those who can see them.
const speakerOf = ({ from }: Message) => {
  const textContent = from === 'bot' ? 'Video bot: ' : 'You: ';
  return Object.assign(document.createElement('span'), {
    className: 'visually-hidden',
    textContent,
  });
};

const mediaOf = (message: Message): HTMLElement | undefined => {
  const { image, video, audio, file } = message;
  if (image !== undefined) return pictureOf(image, message);
  if (video !== undefined) return playerOf('video', video, message);
  if (audio !== undefined) return playerOf('audio', audio, message);
  return file === undefined ? undefined : fileOf(file, message);
};

const pictureOf = (href: string, { from, name = 'picture' }: Message) => {
  const link = Object.assign(document.createElement('a'), { href, target: '_blank' });
  const alt = from === 'bot' ? 'Preview of your video' : name;
  link.append(Object.assign(document.createElement('img'), { src: href, alt }));
  return link;
};

const playerOf = (tag: 'video' | 'audio', src: string, message: Message) => {
  const player = Object.assign(document.createElement(tag), { src, controls: true });
  player.ariaLabel = `Your ${tag}`;
  // A file that the browser cannot play is shown as any other.
  player.addEventListener('error', () => player.replaceWith(fileOf(src, message)));
  return player;
};

const fileOf = (href: string, { name = 'file' }: Message) =>
  Object.assign(document.createElement('a'), {
    className: 'file',
    href,
    download: name,
    textContent: name,
  });
