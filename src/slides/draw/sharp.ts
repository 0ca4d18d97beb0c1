import sharp from 'sharp';

/*
 * langflix only ever gives sharp its own drawings, so every loader is closed but those of SVG (the grounds) and
 * PNG (what it writes): a picture of somebody else's can do no harm where none can be opened. Stills take a few
 * milliseconds each and none twice: one thread, and no cache that grows.
 */
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({ operation: ['VipsForeignLoadSvg', 'VipsForeignLoadPng'] });
sharp.cache(false);
sharp.concurrency(1);

export { sharp };
