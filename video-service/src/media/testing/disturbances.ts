import { type Disturbance, HEIGHT, SECONDS, WIDTH } from './crossings.ts';
import type { Random } from './random.ts';
import { fill, type Picture, PIXELS } from './scene-picture.ts';

type Layer = (picture: Picture, time: number) => Picture;

/** What disturbs a scene without crossing it: each changes a picture, depending on the time. */
export const DISTURBANCES: Record<Disturbance, (random: Random) => Layer> = {
  leaves: (random) => {
    const leaves = Array.from({ length: 40 }, () => ({
      x: random.between(0, 90),
      y: random.between(0, 60),
      size: random.between(4, 10),
      gray: random.between(-30, 30),
      pace: random.between(2, 6),
      phase: random.between(0, 6),
    }));
    const left = random.between(0, WIDTH - 100);
    const gust = random.between(0.3, 0.9);
    return (picture, time) => {
      const wind = 1 + 3 * Math.max(0, Math.sin(time * gust));
      for (const leaf of leaves) {
        const sway = wind * Math.sin(time * leaf.pace + leaf.phase);
        const box = {
          left: Math.round(left + leaf.x + sway),
          top: Math.round(leaf.y + sway / 2),
          width: leaf.size,
          height: leaf.size,
        };
        fill(picture, box, (gray) => gray + leaf.gray);
      }
      return picture;
    };
  },
  rain: (random) => (picture) => {
    for (let drop = 0; drop < 60; drop += 1) {
      const box = {
        left: Math.floor(random.between(0, WIDTH)),
        top: Math.floor(random.between(-10, HEIGHT)),
        width: 1,
        height: Math.round(random.between(8, 20)),
      };
      fill(picture, box, (gray) => gray + 35);
    }
    return picture;
  },
  snow: (random) => {
    const flakes = Array.from({ length: 50 }, () => ({
      x: random.between(0, WIDTH),
      y: random.between(0, HEIGHT),
      pace: random.between(30, 90),
      drift: random.between(-20, 20),
      size: Math.round(random.between(1, 4)),
    }));
    return (picture, time) => {
      for (const flake of flakes) {
        const left = Math.round(modulo(flake.x + flake.drift * time, WIDTH));
        const top = Math.round(modulo(flake.y + flake.pace * time, HEIGHT));
        fill(picture, { left, top, width: flake.size, height: flake.size }, () => 230);
      }
      return picture;
    };
  },
  // A soft pool of light that goes on and off.
  lamp: (random) => {
    const [x, y] = [random.between(40, WIDTH - 40), random.between(30, HEIGHT - 30)];
    const reach = random.between(20, 60);
    const times = Array.from({ length: 12 }, () => random.between(0, SECONDS)).sort(
      (a, b) => a - b,
    );
    return (picture, time) => {
      const isOn = times.filter((each) => each < time).length % 2 === 1;
      const gain = isOn ? random.between(0.8, 1) * 45 : 0;
      if (gain === 0) return picture;
      return picture.map((gray, index) => {
        const distance = ((index % WIDTH) - x) ** 2 + (Math.floor(index / WIDTH) - y) ** 2;
        return gray + gain * Math.exp(-distance / (2 * reach ** 2));
      });
    };
  },
  exposure: (random) => {
    const jumps = Array.from({ length: 4 }, () => ({
      time: random.between(1, SECONDS),
      gain: random.between(0.7, 1.3),
    })).sort((one, other) => one.time - other.time);
    return (picture, time) => {
      const gain = jumps.findLast((jump) => jump.time <= time)?.gain ?? 1;
      return picture.map((gray) => gray * gain);
    };
  },
  // Its shadow has soft edges and darkens a third of the picture.
  cloud: (random) => {
    const [start, pace] = [random.between(-300, 0), random.between(10, 40)];
    const depth = random.between(0.15, 0.3);
    return (picture, time) => {
      const middle = start + pace * time;
      return picture.map((gray, index) => {
        const distance = Math.abs((index % WIDTH) - middle) / 70;
        return gray * (1 - depth / (1 + distance ** 6));
      });
    };
  },
  dusk: (random) => {
    const end = random.between(0.35, 0.6);
    return (picture, time) => {
      const gain = 1 - (1 - end) * (time / SECONDS);
      return picture.map((gray) => gray * gain);
    };
  },
  bump: (random) => {
    const [time, x, y] = [
      random.between(3, SECONDS - 3),
      random.between(4, 12),
      random.between(-8, 8),
    ].map(Math.round);
    return (picture, now) => {
      if (now < (time ?? 0)) return picture;
      const shift = (y ?? 0) * WIDTH + (x ?? 0);
      return picture.map(
        (_, index) => picture[Math.min(PIXELS - 1, Math.max(0, index + shift))] ?? 0,
      );
    };
  },
};

const modulo = (value: number, size: number) => ((value % size) + size) % size;
