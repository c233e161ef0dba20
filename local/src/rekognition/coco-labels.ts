/** How Rekognition groups labels; https://docs.aws.amazon.com/rekognition/latest/dg/labels.html */
export type Category =
  | 'Animals and Pets'
  | 'Apparel and Accessories'
  | 'Beauty and Personal Care'
  | 'Everyday Objects'
  | 'Food and Beverage'
  | 'Furniture and Furnishings'
  | 'Home Appliances'
  | 'Home and Indoors'
  | 'Kitchen and Dining'
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
  | 'Vehicles and Automotive';

/** A label's name, category, nearest parents and other names. */
export type LabelRow = [name: string, category: Category, parents?: string[], aliases?: string[]];

/** The labels of COCO's 80 classes, in COCO's order, under the names that Rekognition has for them. */
export const COCO_LABELS: LabelRow[] = [
  ['Person', 'Person Description', [], ['Human']],
  ['Bicycle', 'Vehicles and Automotive', ['Vehicle'], ['Bike']],
  ['Car', 'Vehicles and Automotive', ['Vehicle'], ['Automobile']],
  ['Motorcycle', 'Vehicles and Automotive', ['Vehicle']],
  ['Airplane', 'Vehicles and Automotive', ['Aircraft']],
  ['Bus', 'Vehicles and Automotive', ['Vehicle']],
  ['Train', 'Vehicles and Automotive', ['Vehicle']],
  ['Truck', 'Vehicles and Automotive', ['Vehicle']],
  ['Boat', 'Vehicles and Automotive', ['Vehicle']],
  ['Traffic Light', 'Transport and Logistics', ['Light']],
  ['Fire Hydrant', 'Public Safety', ['Hydrant']],
  ['Stopsign', 'Transport and Logistics', ['Road Sign']],
  ['Parking Meter', 'Transport and Logistics'],
  ['Bench', 'Furniture and Furnishings', ['Furniture']],
  ['Bird', 'Animals and Pets', ['Animal']],
  ['Cat', 'Animals and Pets', ['Mammal', 'Pet']],
  ['Dog', 'Animals and Pets', ['Canine', 'Pet']],
  ['Horse', 'Animals and Pets', ['Mammal']],
  ['Sheep', 'Animals and Pets', ['Livestock']],
  ['Cow', 'Animals and Pets', ['Cattle']],
  ['Elephant', 'Animals and Pets', ['Wildlife', 'Mammal']],
  ['Bear', 'Animals and Pets', ['Wildlife', 'Mammal']],
  ['Zebra', 'Animals and Pets', ['Wildlife', 'Mammal']],
  ['Giraffe', 'Animals and Pets', ['Wildlife', 'Mammal']],
  ['Backpack', 'Apparel and Accessories', ['Bag']],
  ['Umbrella', 'Apparel and Accessories', ['Canopy']],
  ['Handbag', 'Apparel and Accessories', ['Accessories', 'Bag']],
  ['Tie', 'Apparel and Accessories', ['Accessories', 'Formal Wear']],
  ['Suitcase', 'Travel and Adventure', ['Baggage']],
  ['Frisbee', 'Sports', ['Toy']],
  ['Ski', 'Sports', ['Sport']],
  ['Snowboard', 'Sports', ['Sport']],
  ['Ball', 'Sports', ['Sport']],
  ['Kite', 'Toys and Gaming', ['Toy']],
  ['Baseball Bat', 'Sports', ['Baseball']],
  ['Baseball Glove', 'Sports', ['Baseball', 'Glove']],
  ['Skateboard', 'Sports', ['Sport']],
  ['Surfboard', 'Sports', ['Sport']],
  ['Tennis Racket', 'Sports', ['Racket', 'Tennis']],
  ['Bottle', 'Home and Indoors'],
  ['Wine Glass', 'Food and Beverage', ['Glass']],
  ['Cup', 'Kitchen and Dining', [], ['Mug']],
  ['Fork', 'Kitchen and Dining', ['Cutlery']],
  ['Knife', 'Kitchen and Dining', ['Cutlery']],
  ['Spoon', 'Kitchen and Dining', ['Cutlery']],
  ['Bowl', 'Kitchen and Dining'],
  ['Banana', 'Food and Beverage', ['Fruit']],
  ['Apple', 'Food and Beverage', ['Fruit']],
  ['Sandwich', 'Food and Beverage', ['Food']],
  ['Orange', 'Food and Beverage', ['Citrus Fruit']],
  ['Broccoli', 'Food and Beverage', ['Vegetable']],
  ['Carrot', 'Food and Beverage', ['Vegetable']],
  ['Hot Dog', 'Food and Beverage', ['Food']],
  ['Pizza', 'Food and Beverage', ['Food']],
  ['Donut', 'Food and Beverage', ['Sweets']],
  ['Cake', 'Food and Beverage', ['Dessert']],
  ['Chair', 'Furniture and Furnishings', ['Furniture']],
  ['Couch', 'Furniture and Furnishings', ['Furniture']],
  ['Potted Plant', 'Plants and Flowers', ['Plant']],
  ['Bed', 'Furniture and Furnishings', ['Furniture']],
  ['Dining Table', 'Furniture and Furnishings', ['Table']],
  ['Toilet', 'Home and Indoors', ['Bathroom']],
  ['TV', 'Technology and Computing', ['Screen']],
  ['Laptop', 'Technology and Computing', ['Pc']],
  ['Mouse', 'Technology and Computing', ['Computer Hardware']],
  ['Remote Control', 'Technology and Computing', ['Electronics']],
  ['Computer Keyboard', 'Technology and Computing', ['Computer Hardware']],
  ['Mobile Phone', 'Technology and Computing', ['Phone'], ['Cell Phone']],
  ['Microwave', 'Home Appliances', ['Appliance']],
  ['Oven', 'Home Appliances', ['Appliance']],
  ['Toaster', 'Home Appliances', ['Appliance']],
  ['Sink', 'Home and Indoors'],
  ['Refrigerator', 'Home Appliances', ['Appliance']],
  ['Book', 'Text and Documents', ['Publication']],
  ['Clock', 'Everyday Objects'],
  ['Vase', 'Home and Indoors', ['Jar', 'Pottery']],
  ['Scissors', 'Tools and Machinery'],
  ['Teddy Bear', 'Toys and Gaming', ['Toy']],
  ['Blow Dryer', 'Home Appliances', ['Appliance']],
  ['Toothbrush', 'Beauty and Personal Care', ['Brush']],
];
