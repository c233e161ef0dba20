/** Text for screen readers only, read out when it changes. */
export const Announcement = ({ text }: { text: string }) => (
  <p class="visually-hidden" role="status">
    {text}
  </p>
);
