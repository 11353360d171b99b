// The shapes that the page's modules pass to each other; the API's are those of /openapi.json.
export * from "./types/scores";

export interface Table {
  inputs: number[][];
  targets: number[][];
  input_names: string[];
  target_names: string[];
}

/** All that decides a made table. */
export interface Recipe {
  name: string;
  points: number;
  noise: number;
  seed: number;
  formula: string | null;
}

export type HiddenLayer = number | { size: number; activation?: string | null; dropout?: number | null; batch_norm?: boolean | null };

export interface NetworkSpec {
  hidden: HiddenLayer[];
  activation: string;
  output_activation: string;
  bias: boolean;
  initial: unknown;
  [option: string]: unknown;
}

/** What training leaves as it is; null: all of them. Layer 1 is what the inputs lead to. */
export interface Frozen {
  layer: number;
  parameter: "weights" | "biases" | "gamma" | "beta";
  from: number | null;
  to: number | null;
}

export interface TrainingSpec {
  epochs: number;
  learning_rate: number;
  changes: { epoch: number; [setting: string]: number | null }[];
  frozen: Frozen[];
  [option: string]: unknown;
}

/** What enters the network: formulas of the columns, null for the columns as they are. */
export interface Features {
  formulas: string[] | null;
  standardise: boolean;
  statistics: { mean: number[]; deviation: number[] } | null;
}

/** Rows that are set aside: a share that the seed draws, and rows put there, or taken back, by hand. */
export interface Split {
  share: number;
  seed: number;
  test: number[];
  train: number[];
}

export interface Spec {
  version: 1;
  table: Table;
  features: Features;
  split: Split | null;
  network: NetworkSpec;
  training: TrainingSpec;
  seed: number;
}

export interface Frame {
  epoch: number;
  weights: number[][][] | null;
  biases: number[][] | null;
  predictions: (number | null)[][];
  layers?: (number | null)[][];
  masks?: (boolean[] | null)[];
  batch_norm?: (Norm | null)[];
  /** Of the loss over all rows; and what the pass before changed. */
  gradients?: Parameters | null;
  update?: Parameters | null;
  /** Of the network at this epoch, where the frame was asked for by its epoch. */
  error?: number | null;
  loss?: number | null;
  test_error?: number | null;
  exact?: boolean;
}

/** One side of a plane: an input column, and its ends. */
export interface PlaneSide {
  column: number;
  name: string;
  low: number;
  high: number;
}

interface OverPlane {
  epoch: number;
  x: PlaneSide;
  y: PlaneSide | null;
  /** The value of every column where it does not vary. */
  at: number[];
}

/** What units answer over a plane: unit, y upward, x to the right. */
export interface Surfaces extends OverPlane {
  units: string[];
  shape: number[];
  values: Float32Array;
}

/** The plane as a hidden layer sees it; pairs are [across, upward]. */
export interface Bend extends OverPlane {
  layer: number;
  lines: [number | null, number | null][][];
  points: [number | null, number | null][];
  shares: [number, number];
  is_turned: boolean;
}

/** What a stream of surfaces brings of one frame: a surface for each look that was asked for. */
export interface Piece {
  epoch: number;
  looks: Surfaces[];
}

export type PlaneAnswer = Surfaces | Bend;

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

/** Batch normalisation of one layer. */
export interface Norm {
  gamma: number[];
  beta: number[];
  mean: number[];
  variance: number[];
}

/** Every gradient, computed twice; the tables have the parameter's shape. */
export interface GradientCheck {
  epoch: number;
  max_relative_difference: number;
  gradients: { layer: number; parameter: string; analytic: any[]; numeric: any[]; relative_difference: any[]; kinks: any[]; lost: any[] }[];
}

/** An activation and its slope, sampled; parallel lists. */
export interface ActivationCurve {
  name: string;
  formula: string;
  x: number[];
  value: number[];
  slope: number[];
}

export type Numbers = (number | null)[];

/** One layer of a pass, for the shown row. */
export interface FigureLayer {
  activation: string;
  inputs: Numbers;
  pre_activations: Numbers;
  values: Numbers;
  slopes: Numbers;
  deltas: Numbers;
}

export interface Spread {
  rms: number | null;
  deviation: number | null;
  least: number | null;
  lower: number | null;
  median: number | null;
  upper: number | null;
  most: number | null;
}

/** The hidden layers at an epoch: layer, row, unit; layer, unit, output. */
export interface HiddenValues {
  epoch: number;
  values: Numbers[][];
  correlations: Numbers[][];
}

/** The pass that begins at an epoch, taken apart. */
export interface Figures {
  epoch: number;
  row: number;
  learning_rate: number;
  rate: number;
  names: string[][];
  layers: FigureLayer[];
  /** Layer, input (a bias last), unit, row. */
  contributions: Numbers[][][];
  /** The rows of the table that these are about, from 0. */
  rows: number[];
  changes: Numbers[][];
  /** Input, output. */
  correlations: Numbers[];
  hidden: { first: HiddenValues; shown: HiddenValues };
  spread: { activations: Spread; gradients: Spread; saturated: number }[];
  gradient_ratio: number | null;
  is_vanishing: boolean;
  notes: string[];
}

/** One array of an iteration, as the API has it; nested lists of that shape. */
export interface TraceStep {
  name: string;
  layer: number | null;
  formula: string;
  shape: number[];
  value: any;
  meaning: string;
  reads: string[];
}

/** One batch of the pass that begins at an epoch. */
export interface Trace {
  epoch: number;
  batch: number;
  batches: number;
  rows: number[];
  steps: TraceStep[];
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

export interface History {
  epoch: number[];
  error: number[];
  loss: number[];
  test_error: number[] | null;
}

export type Status = "queued" | "running" | "paused" | "done" | "stopped" | "diverged" | "failed";
export type Pace = number | "unhurried" | null;

export interface RunHead {
  id: string;
  status: Status;
  epoch: number;
  epochs: number;
  error: number | null;
  test_error: number | null;
  revision: number;
  message: string | null;
}

/** What enters the network: one of each for every input unit; null where inputs are not standardised. */
export interface Inputs {
  names: string[];
  mean: number[] | null;
  deviation: number[] | null;
}

export interface Run extends RunHead {
  test_rows: number[];
  inputs: Inputs;
  name: string;
  pace: Pace;
  engine: string;
  spec: Spec;
  parent: { id: string; epoch: number } | null;
}

export interface RunState extends RunHead {
  history: History;
  frame: Frame | null;
  next: number;
}

export interface Preview {
  frame: Frame;
  error: number | null;
  loss: number | null;
  test_error: number | null;
  /** Rows that are set aside, from 0. */
  test_rows: number[];
  inputs: Inputs;
  engine: string;
  svg: string;
  spec: Spec;
}

/** A table while it is edited: cells are text, so that one that is no number yet keeps what was typed. */
export interface Sheet {
  inputs: number;
  names: string[];
  rows: string[][];
}

export type Role = "input" | "target" | "left_out";

/** A column of a file, and what it is taken for. */
export interface FoundColumn {
  name: string;
  role: Role;
  kind: "number" | "text";
  /** Of text, the first of its different ones. */
  values: string[];
  distinct: number;
  missing: number;
  /** Why text may be meant for numbers, and what to do. */
  hint: string | null;
}

/** What was found in a file; no table while something is wrong with it. */
export interface Found {
  table: Table | null;
  split: Split | null;
  columns: FoundColumn[];
  header: boolean;
  separator: string | null;
  decimal: string;
  rows: number;
  /** Lines that were left out, by number. */
  dropped: number[];
  errors: { line: number; detail: string }[];
  more_errors: number;
  /** Whether the others can be read without the lines that are wrong. */
  can_drop: boolean;
  /** The first rows, as they are in the file. */
  sample: string[][];
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

/** Predictions for all rows, with the values of every layer. */
export interface Prediction {
  predictions: (number | null)[][];
  layers: (number | null)[][][];
  error: number | null;
  loss: number | null;
  test_error: number | null;
}

/** The ends of an axis; of a logarithmic one, the logarithms of its ends. */
export interface Axis {
  low: number;
  high: number;
  isLog: boolean;
}

/** A program, and what each of its lines reads and writes. */
export interface Program {
  text: string;
  lines: ProgramLine[];
}

export interface ProgramLine {
  number: number;
  text: string;
  html: string;
  reads: string[];
  writes: string[];
  meaning: string;
  is_row: boolean;
  traced: Record<string, string>;
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
  figure: { data: object[]; layout: Record<string, any> };
}
