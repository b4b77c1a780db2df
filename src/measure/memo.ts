interface Kept {
  answer: Promise<unknown>;
  size: number;
}

/** Answers by question. Of those that have no room the ones not asked for longest are forgotten. */
export class Memo {
  private readonly kept = new Map<string, Kept>();
  private size = 0;

  /** `room` is counted in characters of JSON. */
  constructor(private readonly room: number) {}

  /** What `work` gives; whoever asks the same meanwhile or later shares the answer, unless it is a failure. */
  recall<Answer>(question: string, work: () => Promise<Answer>): Promise<Answer> {
    const known = this.kept.get(question);
    if (known) {
      this.kept.delete(question);
      this.kept.set(question, known);
      return known.answer as Promise<Answer>;
    }
    const answer = work();
    const kept: Kept = { answer, size: 0 };
    this.kept.set(question, kept);
    answer.then(
      (value) => this.weigh(question, kept, JSON.stringify(value).length + question.length),
      () => this.forget(question, kept),
    );
    return answer;
  }

  private weigh(question: string, kept: Kept, size: number): void {
    if (this.kept.get(question) !== kept) return;
    kept.size = size;
    this.size += size;
    for (const [oldest, other] of this.kept) {
      if (this.size <= this.room) break;
      // What is still being worked out takes no room yet, and others may wait for it.
      if (other.size > 0) this.forget(oldest, other);
    }
  }

  private forget(question: string, kept: Kept): void {
    if (this.kept.get(question) !== kept) return;
    this.kept.delete(question);
    this.size -= kept.size;
  }
}
