/** The mark: an M whose middle is a point kept under watch. */
export const Mark = ({ className = "size-7" }: { className?: string }) => (
  <svg viewBox="0 0 32 32" className={className} aria-hidden="true">
    <rect width="32" height="32" rx="8" className="fill-accent" />
    <path
      d="M8 22.5V12.2c0-1.9 2.3-2.8 3.6-1.4l4.4 4.8 4.4-4.8c1.3-1.4 3.6-.5 3.6 1.4v10.3"
      fill="none"
      className="stroke-on-accent"
      strokeWidth="3"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
    <circle cx="16" cy="22.3" r="1.9" className="fill-on-accent" />
  </svg>
);

export const Wordmark = () => (
  <span className="flex items-center gap-2">
    <Mark className="size-6" />
    <span className="text-md font-semibold tracking-[-0.02em]">Mancrel</span>
  </span>
);
