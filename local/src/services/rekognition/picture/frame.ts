import sharp from 'sharp';
import type { Box } from './boxes.ts';
import type { Picture, Size } from './picture.ts';

/** A picture at the size of a model's input: RGB, three bytes per pixel. */
export type Frame = Size & { rgb: Uint8Array };

/** How a picture is fitted to the model: `bars` keeps its aspect ratio with black bars, `stretch` fills the frame. */
export type FrameShape = { sizes: Size[]; fit: 'bars' | 'stretch' };

/** The whole picture, in the frame that shows it largest. */
export const frameOf = async (picture: Picture, { sizes, fit }: FrameShape): Promise<Frame> => {
  const size = roomiest(picture, sizes);
  const { rgb, width, height } = picture;
  const resized = await sharp(rgb, { raw: { width, height, channels: 3 } })
    .resize(size.width, size.height, {
      fit: fit === 'bars' ? 'contain' : 'fill',
      background: 'black',
      kernel: 'linear',
    })
    .removeAlpha()
    .raw()
    .toBuffer();
  return { ...size, rgb: resized };
};

/** Converts pixels of the frame to ratios of the picture. */
export const ratiosOf = (picture: Size, frame: Size, fit: FrameShape['fit']) => {
  const scale = scaleIn(frame, picture);
  const width = fit === 'bars' ? picture.width * scale : frame.width;
  const height = fit === 'bars' ? picture.height * scale : frame.height;
  const x = (pixel: number) => clamp((pixel - (frame.width - width) / 2) / width);
  const y = (pixel: number) => clamp((pixel - (frame.height - height) / 2) / height);
  return ({ left, top, right, bottom }: Box): Box => ({
    left: x(left),
    top: y(top),
    right: x(right),
    bottom: y(bottom),
  });
};

const roomiest = (picture: Size, sizes: Size[]): Size => {
  const [best] = sizes.toSorted((a, b) => scaleIn(b, picture) - scaleIn(a, picture));
  if (!best) throw new Error('The model takes no frames');
  return best;
};

const scaleIn = (frame: Size, picture: Size) =>
  Math.min(frame.width / picture.width, frame.height / picture.height);

const clamp = (ratio: number) => Math.min(1, Math.max(0, ratio));
