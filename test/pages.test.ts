import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const pages = globSync(['*.md', 'docs/**/*.md'], { cwd: root });

describe('the pages', () => {
  it.each(pages)('%s links to files that are there', (page) => {
    const links = readFileSync(join(root, page), 'utf8').matchAll(/\]\((?!https?:|#)([^)#]+)/g);
    const missing = [...links].map(([, link]) => link!).filter((link) => !existsSync(join(root, dirname(page), link)));
    expect(missing).toEqual([]);
  });

  it('the README links to every question', () => {
    const readme = readFileSync(join(root, 'README.md'), 'utf8');
    const unlinked = readdirSync(join(root, 'schema/questions')).filter(
      (file) => !readme.includes(`questions/${file})`),
    );
    expect(unlinked).toEqual([]);
  });
});
