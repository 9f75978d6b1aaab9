type Value = string | number | ArrayBuffer | null

/** An object's SQLite, counting the rows that it writes: on Cloudflare they are the bill. */
export class Sql {
  readonly #storage: DurableObjectStorage
  rowsWritten = 0

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage
  }

  /** Runs a statement that returns nothing of interest. */
  run(query: string, ...values: Value[]): void {
    const cursor = this.#storage.sql.exec(query, ...values)
    cursor.toArray()
    this.rowsWritten += cursor.rowsWritten
  }

  /** Every row of a query. The caller names the columns that its query selects. */
  all<Row extends Record<string, Value>>(query: string, ...values: Value[]): Row[] {
    const cursor = this.#storage.sql.exec<Row>(query, ...values)
    const rows = cursor.toArray()
    this.rowsWritten += cursor.rowsWritten
    return rows
  }

  /** The first row of a query, if there is one. */
  first<Row extends Record<string, Value>>(query: string, ...values: Value[]): Row | undefined {
    return this.all<Row>(query, ...values)[0]
  }

  /** Everything that `work` writes, or nothing of it. It can't await: an await would end the transaction. */
  atomically<T>(work: () => T extends Promise<unknown> ? never : T): T {
    return this.#storage.transactionSync(work as () => T)
  }
}
