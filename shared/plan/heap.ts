/** A queue that gives the least first; of equals, any. */
export class Heap<T> {
  readonly #items: T[] = []
  readonly #compare: (a: T, b: T) => number

  constructor(compare: (a: T, b: T) => number) {
    this.#compare = compare
  }

  push(item: T): void {
    this.#items.push(item)
    let place = this.#items.length - 1
    while (place > 0) {
      const parent = (place - 1) >> 1
      if (!this.#isLess(place, parent)) return
      this.#swap(place, parent)
      place = parent
    }
  }

  pop(): T | undefined {
    const [first] = this.#items
    const last = this.#items.pop()
    if (last === undefined || this.#items.length === 0) return first
    this.#items[0] = last
    for (let place = 0; ; ) {
      const left = 2 * place + 1
      const least = this.#isLess(left + 1, left) ? left + 1 : left
      if (!this.#isLess(least, place)) return first
      this.#swap(place, least)
      place = least
    }
  }

  #isLess(place: number, than: number): boolean {
    const a = this.#items[place]
    const b = this.#items[than]
    return a !== undefined && b !== undefined && this.#compare(a, b) < 0
  }

  #swap(place: number, other: number): void {
    const a = this.#items[place]
    const b = this.#items[other]
    if (a === undefined || b === undefined) return
    this.#items[place] = b
    this.#items[other] = a
  }
}
