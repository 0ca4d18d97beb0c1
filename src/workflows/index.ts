export { cleanupOldFiles } from './cleanup-old-files.js';
export { generateEducationalSlides } from './generate-educational-slides.js';
export { processVideoContent } from './process-video-content.js';
