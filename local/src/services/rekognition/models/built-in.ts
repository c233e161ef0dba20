import { centerNet } from './centernet.ts';
import { inception } from './inception.ts';
import type { BuiltInModel } from './model.ts';
import { openImages } from './open-images.ts';

/** The models that come with the project, in the order in which `LabelModelVersion` names them. */
export const BUILT_IN_MODELS: BuiltInModel[] = [centerNet, inception, openImages];
