import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { Mutant } from './mutant.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/** A copy of the tree in which a file may be wrong. */
export class Copy {
  readonly path = mkdtempSync(join(tmpdir(), 'earshot-mutants-'));

  constructor() {
    const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: ROOT });
    for (const file of files.toString().split('\0')) {
      if (file !== '') cpSync(join(ROOT, file), join(this.path, file), { recursive: true, force: true });
    }
    this.#linkModules();
  }

  /** Hard links, since what is found through a symbolic link belongs to the other tree; that where there can be none. */
  #linkModules(): void {
    const [from, to] = [join(ROOT, 'node_modules'), join(this.path, 'node_modules')];
    try {
      execFileSync('cp', ['-al', `${from}/.`, to], { stdio: 'ignore' });
    } catch {
      rmSync(to, { recursive: true, force: true });
      symlinkSync(from, to);
    }
  }

  /** Puts the wrong text in, and gives what takes it out; `null`: the right one does not stand there once. */
  apply({ file, find, replace }: Mutant): (() => void) | null {
    const path = join(this.path, 'worker', file);
    const text = readFileSync(path, 'utf8');
    if (text.split(find).length !== 2) return null;
    writeFileSync(
      path,
      text.replace(find, () => replace),
    );
    return () => writeFileSync(path, text);
  }

  /** File that a report is written to. */
  get report(): string {
    return join(dirname(this.path), `${this.path.split('/').at(-1)}.json`);
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
    rmSync(this.report, { force: true });
  }
}
