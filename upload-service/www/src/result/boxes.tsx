import type { Box } from './moments.ts';

type BoxesProps = { boxes: Box[]; named?: boolean };

/** Boxes around the objects in a picture; the picture's alternative text names them. */
export const Boxes = ({ boxes, named = false }: BoxesProps) => (
  <div class="boxes" aria-hidden="true">
    {boxes.map(({ name, left, top, width, height }, index) => (
      <span
        key={index}
        class="box"
        style={{
          left: percent(left),
          top: percent(top),
          width: percent(width),
          height: percent(height),
        }}
      >
        {named ? <span class="box-name">{name}</span> : null}
      </span>
    ))}
  </div>
);

const percent = (part: number) => `${part * 100}%`;
