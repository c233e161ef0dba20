/** Text that a screen reader says when it changes, and nobody sees. */
export const Announcement = ({ text }: { text: string }) => (
  <p class="visually-hidden" role="status">
    {text}
  </p>
);
