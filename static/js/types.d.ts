// The shapes that the page's modules pass to each other. Those of the API are written from its description.
import type * as api from "./types/api";

export type {
  Bend,
  ClassScore,
  Features,
  FigureLayer,
  Figures,
  Frozen,
  GradientCheck,
  HiddenValues,
  Inputs,
  Judgement,
  Norm,
  PartScores,
  PlaneSide,
  Prediction,
  Program,
  ProgramLine,
  Question,
  Split,
  Spread,
  Status,
  Table,
  WorstRow,
} from "./types/api";
export type ActivationCurve = api.Curve;
export type Found = api.ParsedTable;
export type FoundColumn = api.Column;
export type Numbers = (number | null)[];
export type Pace = api.RunInfo["pace"];
export type Role = FoundColumn["role"];

/** Of a hidden layer in a spec the size, or what is its own. */
export type HiddenLayer = number | (Pick<api.HiddenLayer, "size"> & Partial<api.HiddenLayer>);

/** A spec while it is edited: the page reads and sets what its controls name. */
export type NetworkSpec = Pick<api.NetworkSpec, "activation" | "output_activation" | "bias"> & {
  hidden: HiddenLayer[];
  initial: unknown;
  [option: string]: unknown;
};
export type TrainingSpec = Pick<api.TrainingSpec, "epochs" | "learning_rate" | "frozen"> & {
  changes: { epoch: number; [setting: string]: number | null }[];
  [option: string]: unknown;
};
export type Spec = Omit<api.RunSpec, "network" | "training"> & { network: NetworkSpec; training: TrainingSpec };
export type Run = Omit<api.RunInfo, "spec"> & { spec: Spec };

/** The page decides by the middle that it was handed itself. */
export type Scores = Omit<api.Scores, "middle">;

/** Error and loss are told where the frame was asked for by its epoch. */
export type Frame = Omit<api.Frame, "gradients" | "update"> &
  Partial<Omit<api.ExactFrame, keyof api.Frame>> & { gradients?: Parameters | null; update?: Parameters | null };
export type RunState = Omit<api.State, "frame" | "history"> & { frame: Frame | null; history: History };
export type History = Omit<api.History, "test_error"> & { test_error: number[] | null };
export type Preview = Omit<api.Preview, "frame" | "spec"> & { frame: Frame; spec: Spec };

/** Values are nested lists of the step's shape. */
// biome-ignore lint/suspicious/noExplicitAny: arrays of any depth
export type TraceStep = Omit<api.TraceStep, "value" | "rows"> & { value: any };
export type Trace = Omit<api.Trace, "steps"> & { steps: TraceStep[] };

/** All that decides a made table. */
export interface Recipe {
  name: string;
  points: number;
  noise: number;
  seed: number;
  formula: string | null;
}

/** What units answer over a plane: unit, y upward, x to the right. */
export interface Surfaces extends Pick<api.Bend, "epoch" | "x" | "y" | "at"> {
  units: string[];
  shape: number[];
  values: Float32Array;
}

/** What a stream of surfaces brings of one frame: a surface for each look that was asked for. */
export interface Piece {
  epoch: number;
  looks: Surfaces[];
}

export type PlaneAnswer = Surfaces | api.Bend;

/** What is looked at of a plane. */
export interface PlaneChoice {
  /** Its columns, where the table has them. */
  x: number;
  y: number;
  /** Where other columns stay, if not at their mean. */
  fixed: Record<number, number>;
  /** The unit as "layer.unit"; "winner" compares the outputs; "" is the first output. */
  unit: string;
  /** The hidden layer whose view it is; 0: the plane itself. */
  layer: number;
  isDiscrete: boolean;
  /** What a click does: null enlarges; else it adds that kind, or takes points away. */
  edit: number | "value" | "erase" | null;
}

/** One summand: its factors (one or two) and what they make; `isShown`: of the row that the units show. */
export interface Term {
  name: string;
  factors: number[];
  product: number;
  isShown: boolean;
}

/** A number that is made of others: the article's name for it, what it is called, how it is computed. */
export interface Line {
  name: string;
  label: string;
  text: string;
  value: number;
  meaning: string;
}

/** What lights up in the drawing. Of an edge: without `from` or `to` all of them; from null is the bias. */
export interface Light {
  units: { layer: number; unit: number }[];
  edges: { layer: number; from?: number | null; to?: number } | null;
}

/** One sub-step of an iteration: a sum, term by term, and what is made of it. */
export interface Substep {
  stage: string;
  where: string;
  sentence: string;
  terms: Term[];
  /** Summands that are not written out; null if all are. */
  rest: { count: number; value: number } | null;
  lines: Line[];
  light: Light;
}

/** What of an iteration is looked at. */
export interface Stepping {
  trace: Trace | null;
  /** Why there is no trace, in words. */
  problem: string;
  /** The sub-step, from 0. */
  at: number;
  /** Of layers too large to walk: the unit that stands for all. */
  stands: number;
  /** Sub-steps a second while they play by themselves; 0: they do not. */
  pace: number;
}

/** A table while it is edited: cells are text, so that one that is no number yet keeps what was typed. */
export interface Sheet {
  inputs: number;
  names: string[];
  rows: string[][];
}

/** A line of the plot. */
export interface Curve {
  id: string;
  name: string;
  epoch: number[];
  error: number[];
  loss: number[];
  test_error: number[];
}

export interface Parameters {
  weights: number[][][];
  biases: number[][] | null;
}

/** Where a weight stands: what it leads from (null: the bias) in a layer, and to what in the next. */
export interface Place {
  layer: number;
  from: number | null;
  to: number;
}

/** The ends of an axis; of a logarithmic one, the logarithms of its ends. */
export interface Axis {
  low: number;
  high: number;
  isLog: boolean;
}

/** An array as it is shown. */
export interface Shown {
  name: string;
  shape: number[];
  rows: (number | null)[][];
  meaning: string;
}

export type Tab = "settings" | "plane" | "program" | "steps" | "figures";

/** Everything that the page shows, in one object. */
export interface State {
  /** What the controls ask for. */
  spec: Spec;
  sheet: Sheet;
  undo: boolean;
  redo: boolean;
  /** Epoch 0 of `spec`. */
  preview: Preview;
  /** The run that was started last, as it stands; its spec is what it was started with, and what changed on its way. */
  run: Run | null;
  /** The drawing of that run, and the frame of it that is shown: the newest, or that of the epoch `at`. */
  runSvg: string;
  runFrame: Frame | null;
  /** The epoch that somebody looks at; null follows the newest. */
  at: number | null;
  /** The epoch that is kept beside the one that is shown. */
  kept: Frame | null;
  /** Weights set by hand at the epoch `at`, the newest last; empty if none were. */
  edits: Parameters[];
  /** Whether the recording is played, and which way; how fast. */
  playing: -1 | 0 | 1;
  playPace: Pace;
  /** The plot's epoch axis, as it is drawn. */
  axis: Axis;
  /** Whether a line is pointed at: its last update is asked for, which a state on its way does not tell. */
  isReading: boolean;
  /** Whether lines carry their weights, and how many digits weights have. */
  numbers: boolean;
  digits: number;
  /** Whether units carry their surfaces; null: as the table suggests. */
  surfaces: boolean | null;
  plane: PlaneChoice;
  /** What is shown beside the network. */
  tab: Tab;
  /** The iteration that is taken apart. */
  stepping: Stepping;
  /** The row that the units show. */
  row: number;
  pace: Pace;
  /** The newest change of alpha comes into force here: a live run is at least this far, whatever the last poll said. */
  horizon: number;
  /** Whether the drawing is the one for a phone. */
  narrow: boolean;
  /** The runs of this visit. */
  curves: Curve[];
  notice: string;
}

/** What the server hands over with the page. */
export interface Start {
  preview: Preview;
  run: Run | null;
  /** The runs that it comes from, the first of all first. */
  parents: { id: string; name: string }[];
  /** How the table was made, where it was. */
  recipe: Recipe | null;
  /** The recipe of each preset that is made. */
  made: Record<string, Recipe>;
  /** The preset that the page was opened with; null if it was none. */
  preset: string | null;
  /** Those with few rows; others are fetched when they are chosen. */
  presets: Record<string, Spec>;
  defaults: Omit<Spec, "table">;
  limits: Record<string, number>;
  activations: string[];
  formulas: Record<string, string>; // of z, by the activation's name
  middles: Record<string, number>;
  ranges: Record<string, [number | null, number | null]>;
  addressBytes: number;
  /** The largest body that the server takes. */
  bodyBytes: number;
  narrow: boolean;
  // biome-ignore lint/suspicious/noExplicitAny: Plotly's own
  figure: { data: object[]; layout: Record<string, any> };
}
