/** An object has one alarm: this keeps it at the earliest time that anything asked for. */
export class AlarmClock {
  readonly #storage: DurableObjectStorage
  #at: number | null = null

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage
  }

  /** Reads what was set before the object lost its memory. */
  async load(): Promise<void> {
    this.#at = await this.#storage.getAlarm()
  }

  /** Wakes the object at that time or before. Written only when it is earlier than what is set: a row, each time. */
  async wakeBy(time: number): Promise<void> {
    if (this.#at !== null && this.#at <= time) return
    this.#at = time
    await this.#storage.setAlarm(time)
  }

  /** To be called when the alarm has fired: it is not set any more. */
  fired(): void {
    this.#at = null
  }
}
