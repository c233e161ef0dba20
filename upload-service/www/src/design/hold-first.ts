/** Draws the first frame of a GIF, which the canvas then shows as a still. */
export const holdFirst = (image: HTMLImageElement, canvas: HTMLCanvasElement | null) => {
  if (!canvas) return;
  canvas.width = image.naturalWidth;
  canvas.height = image.naturalHeight;
  canvas.getContext('2d')?.drawImage(image, 0, 0);
};
