/**
 * The labels of the detector's classes, in its order; undefined for an index without a class, or a class that says too
 * little.
 */
export const OPEN_IMAGES_LABELS: (string | undefined)[] = [
  undefined,
  'Bicycle',
  'Boot',
  'Laptop',
  'Person',
  'Chair',
  'Cattle',
  'Desk',
  'Cat',
  'Mouse',
  'Monitor',
  'Box',
  'Cup',
  'Coffee Cup',
  'Exercise Bike',
  'Table',
  'Bottle',
  'High Heel',
  'Vehicle',
  'Footwear',
  'Dog',
  'Book',
  'Camera',
  'Car',
];
