import { link, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { isMarked, marked } from '../../src/slides/index.js';
import { writeOwnFile } from '../../src/storage/index.js';
import { refusal, temporaryFolder } from './folders.js';

const picture = (shade: number) =>
  sharp({ create: { width: 8, height: 8, channels: 3, background: { r: shade, g: 0, b: 0 } } })
    .png()
    .toBuffer();

describe('a picture that langflix has marked', () => {
  it('is the same picture, and known for unchanged', async () => {
    const plain = await picture(200);
    const own = marked(plain);
    expect(isMarked(own)).toBe(true);
    expect(isMarked(plain)).toBe(false);
    const pixels = (png: Buffer) => sharp(png).raw().toBuffer();
    expect(await pixels(own)).toEqual(await pixels(plain));
  });

  it('is not known any more when any byte of it is another one', async () => {
    const own = marked(await picture(200));
    for (let i = 0; i < own.length - 12; i++) {
      const changed = Buffer.from(own);
      changed[i] = changed[i]! ^ 1;
      expect(isMarked(changed), `byte ${i}`).toBe(false);
    }
    for (const other of [Buffer.alloc(0), own.subarray(0, -1), own.subarray(1), marked(own).subarray(0, 90)])
      expect(isMarked(other)).toBe(false);
  });
});

describe('a file in a person’s folder', () => {
  it('is replaced where langflix made it', async () => {
    const path = join(await temporaryFolder(), '01-hold-on.png');
    const [first, second] = [marked(await picture(1)), marked(await picture(2))];
    await writeOwnFile(path, first, isMarked);
    await writeOwnFile(path, second, isMarked);
    expect(await readFile(path)).toEqual(second);
    expect(await readdir(join(path, '..'))).toEqual(['01-hold-on.png']);
  });

  it('is refused by name where a person made or changed it, and stays', async () => {
    const folder = await temporaryFolder();
    const path = join(folder, '01-hold-on.png');
    const edited = Buffer.concat([marked(await picture(1)), Buffer.from('.')]);
    for (const mine of [Buffer.from('my own drawing'), await picture(3), edited, Buffer.alloc(0)]) {
      await writeFile(path, mine);
      const { message } = await refusal(
        writeOwnFile(path, marked(await picture(2)), isMarked),
        'UnusableOutput',
      );
      expect(message).toContain(path);
      expect(await readFile(path)).toEqual(mine);
    }
    expect(await readdir(folder)).toEqual(['01-hold-on.png']);
  });

  it('is refused where it is a link, a folder or comes in this very moment', async () => {
    const folder = await temporaryFolder();
    const own = marked(await picture(1));
    await writeFile(join(folder, 'target.png'), own);
    await symlink(join(folder, 'target.png'), join(folder, 'link.png'));
    await symlink(join(folder, 'nothing.png'), join(folder, 'dangling.png'));
    await mkdir(join(folder, 'folder.png'));
    for (const name of ['link.png', 'dangling.png', 'folder.png'])
      await refusal(writeOwnFile(join(folder, name), own, isMarked), 'UnusableOutput');
    const late = join(folder, 'late.png');
    await writeFile(join(folder, 'mine.txt'), 'mine');
    const pending = writeOwnFile(late, own, (bytes) => isMarked(bytes));
    await link(join(folder, 'mine.txt'), late);
    const outcome = await pending.then(
      () => 'written',
      () => 'refused',
    );
    expect(outcome).toBe('refused');
    expect(await readFile(late, 'utf8')).toBe('mine');
  });
});
