export interface InstallOptions {
  /** Told what is being done, every few seconds, in a line for a person. */
  onStatus?: (line: string) => void;
  /** Gives up and leaves nothing behind. */
  signal?: AbortSignal;
}
