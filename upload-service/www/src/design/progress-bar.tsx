type ProgressBarProps = { label: string; value: number; max: number };

/** A progress bar. */
export const ProgressBar = ({ label, value, max }: ProgressBarProps) => (
  <progress class="progress" aria-label={label} value={value} max={Math.max(max, 1)} />
);
