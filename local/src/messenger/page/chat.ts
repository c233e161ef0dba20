import { bubbleOf, type Message } from './bubble.ts';
import { startComposer } from './composer.ts';
import { find } from './find.ts';

type ChatEvent = Message | { action: 'mark_seen' | 'typing_on' | 'typing_off' };

const main = find('main', HTMLElement);
const messages = find('#messages', HTMLOListElement);
const typing = find('#typing', HTMLElement);
const presence = find('#presence', HTMLElement);
const receipt = find('#receipt', HTMLElement);
const error = find('#error', HTMLElement);

const show = (message: Message) => {
  messages.append(bubbleOf(message));
  if (message.from === 'person') return;
  typing.hidden = true;
  receipt.textContent = '';
};

const scrollToEnd = () => {
  const behavior = matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth';
  main.scrollTo({ top: main.scrollHeight, behavior });
};
// Pictures and videos change their size when they load, and send no event to their parents.
for (const event of ['load', 'loadedmetadata']) {
  messages.addEventListener(event, scrollToEnd, { capture: true });
}

const events = new EventSource('/messenger/events');
events.onopen = () => (presence.textContent = 'Running locally');
events.onerror = () => (presence.textContent = 'Not connected. Is the service running?');
events.onmessage = ({ data }: MessageEvent<string>) => {
  // Our own server writes these, and a test checks what they show.
  const event = JSON.parse(data) as ChatEvent;
  if ('id' in event) show(event);
  else if (event.action === 'mark_seen') receipt.textContent = 'Seen';
  else typing.hidden = event.action === 'typing_off';
  scrollToEnd();
};

startComposer({
  onSending: (fileName) => {
    error.textContent = '';
    receipt.textContent = fileName === undefined ? 'Sending…' : `Sending ${fileName}…`;
    scrollToEnd();
  },
  onSent: (isDelivered) => {
    // The bot may have been faster than the response to us.
    if (receipt.textContent.startsWith('Sending')) {
      receipt.textContent = isDelivered ? 'Delivered' : '';
    }
    if (isDelivered) return;
    error.textContent = 'The bot did not accept it. Is the service running? Try again.';
  },
});
