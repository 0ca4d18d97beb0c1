import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { assertOutputPlace, homeLayout } from '../../src/storage/index.js';
import { refusal, temporaryFolder } from './folders.js';

async function site() {
  const folder = await temporaryFolder();
  const home = homeLayout(join(folder, 'home'));
  const refused = async (target: string) =>
    (await refusal(assertOutputPlace(target, home), 'UnusableOutput')).message;
  return { folder, home, refused, allowed: (target: string) => assertOutputPlace(target, home) };
}

describe('where a study pack cannot go', () => {
  it
    .runIf(process.platform === 'linux')
    .each([
      ...[
        '/',
        '/etc',
        '/etc/langflix/pack',
        '/usr',
        '/usr/bin/x',
        '/usr/share/pack',
        '/bin/pack',
        '/proc/1/pack',
      ],
      ...['/sys', '/dev/pack', '/boot/x', '/lib/x', '/tmp/../etc/x', '/dev/shm/../x'],
    ])('%s belongs to the system', async (target) => {
    const { refused } = await site();
    expect(await refused(target)).toMatch(/belongs to the system$/);
  });

  it('langflix’s own home, what is in it and what holds it', async () => {
    const { folder, home, refused } = await site();
    for (const existing of [false, true]) {
      if (existing) await mkdir(home.work, { recursive: true });
      for (const target of [home.root, home.work, join(home.slides, 'mine'), join(home.work, '..', 'pack')])
        expect(await refused(target)).toMatch(/own home$/);
      expect(await refused(folder)).toMatch(/own home in it$/);
    }
  });

  it('a path that leads to one of them by a link, which is named', async () => {
    const { folder, home, refused } = await site();
    await mkdir(home.work, { recursive: true });
    await symlink(home.root, join(folder, 'harmless'));
    await symlink('/etc', join(folder, 'settings'));
    await symlink(join(folder, 'harmless'), join(folder, 'twice'));
    await symlink(join(folder, 'circle'), join(folder, 'circle'));
    expect(await refused(join(folder, 'harmless', 'pack'))).toContain(`leads to ${join(home.root, 'pack')}`);
    expect(await refused(join(folder, 'twice', 'work', 'pack'))).toMatch(/own home$/);
    expect(await refused(join(folder, 'settings', 'cron.d'))).toContain('leads to /etc/cron.d');
    expect(await refused(join(folder, 'circle', 'pack'))).toContain('ELOOP');
  });

  it('and nowhere else', async () => {
    const { folder, home, allowed } = await site();
    await mkdir(join(folder, 'packs'));
    await symlink(join(folder, 'packs'), join(folder, 'link'));
    for (const target of [
      ...[join(folder, 'pack'), join(folder, 'link', 'pack'), `${home.root}-2`, join(folder, '..home')],
      ...[
        '/srv/packs',
        '/var/lib/langflix-out',
        '/usr/src/app/out',
        '/dev/shm/pack',
        '/mnt',
        '/run/media/me/stick',
      ],
    ])
      await allowed(target);
  });
});
