/** A pause of a dataset, or of everything. */
export type Pause = {
  /** A dataset's id, or `*` for all of them. */
  target: string;
  /** Why, in the words of who paused. */
  reason: string;
  /** Who paused: an entity ref, or a plugin. */
  by: string;
  /** Milliseconds since 1970, as all instants here. */
  sinceMs: number;
  /** When it ends by itself; nothing when someone must resume it. */
  untilMs: number | undefined;
};

/** What operators paused: no run of it starts. Runs in flight go on, and nothing that is shown changes. */
export interface PauseStore {
  /**
   * Pauses, in place of a pause of the same target.
   *
   * @param target - a dataset's id, or `*` for all of them
   */
  pause(target: string, pause: { by: string; reason: string; untilMs?: number }): Promise<Pause>;

  /** @returns whether it was paused */
  resume(target: string): Promise<boolean>;

  /** The pauses that hold now. */
  active(): Promise<Pause[]>;
}
