/** Rekognition's categories of labels; https://docs.aws.amazon.com/rekognition/latest/dg/labels.html */
export type Category =
  | 'Animals and Pets'
  | 'Apparel and Accessories'
  | 'Beauty and Personal Care'
  | 'Buildings and Architecture'
  | 'Everyday Objects'
  | 'Food and Beverage'
  | 'Furniture and Furnishings'
  | 'Home Appliances'
  | 'Home and Indoors'
  | 'Kitchen and Dining'
  | 'Nature and Outdoors'
  | 'Performing Arts'
  | 'Person Description'
  | 'Plants and Flowers'
  | 'Public Safety'
  | 'Sports'
  | 'Symbols and Flags'
  | 'Technology and Computing'
  | 'Text and Documents'
  | 'Tools and Machinery'
  | 'Toys and Gaming'
  | 'Transport and Logistics'
  | 'Travel and Adventure'
  | 'Vehicles and Automotive'
  | 'Weapons and Military';

/** A label's name, category, nearest parents and other names. */
export type LabelRow = [name: string, category: Category, parents?: string[], aliases?: string[]];
