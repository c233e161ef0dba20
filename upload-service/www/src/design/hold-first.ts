/** Draws the first picture of a GIF, at which the canvas then holds. */
export const holdFirst = (image: HTMLImageElement, canvas: HTMLCanvasElement | null) => {
  if (!canvas) return;
  canvas.width = image.naturalWidth;
  canvas.height = image.naturalHeight;
  canvas.getContext('2d')?.drawImage(image, 0, 0);
};
