// Written by `make types` from /openapi.json: change app/answers, not this file.

/** A line that cannot be used. */
export interface BadLine {
  /** of the file, from 1, the header included; of JSON the number of the record */
  line: number;
  detail: string;
}

/** A plane as a hidden layer sees it. */
export interface Bend {
  epoch: number;
  x: PlaneSide;
  /** null where the table has one input column */
  y: PlaneSide | null;
  /** the value of every column where it does not vary */
  at: number[];
  /** from 1; 0 is the plane itself */
  layer: number;
  /** the upright grid lines from left to right, then the level ones from below, as [across, upward] */
  lines: (number | null)[][][];
  /** the table's rows, as [across, upward] */
  points: (number | null)[][];
  /** of the rows' variance in this layer, what each direction holds */
  shares: number[];
  /** false: the directions are the layer's two units, or its only one and 0; true: see docs/api.md */
  is_turned: boolean;
}

/** What is altered on the way, in force from the pass that begins at `epoch` on. */
export interface Change {
  /** the epoch at which it comes into force */
  epoch: number;
  learning_rate: number | null;
  l1: number | null;
  l2: number | null;
  momentum: number | null;
}

/** One entry of a registry. */
export interface Choice {
  name: string;
  formula: string;
  help: string;
  /** of an activation: the least and the most that it gives; null: there is no bound */
  range: [number | null, number | null] | null;
  /** by their names, as the spec takes them */
  options: Record<string, ChoiceOption>;
}

/** A number that refines a choice. */
export interface ChoiceOption {
  default: number;
  least: number;
  most: number;
  help: string;
  /** whether it has to stay below most */
  is_open: boolean;
}

/** How well one class is told from the others; what is not defined is null. */
export interface ClassScore {
  /** null where no row was predicted as this class */
  precision: number | null;
  /** null where no row is of this class */
  recall: number | null;
  /** null where the class is neither there nor predicted */
  f1: number | null;
  /** rows of this class */
  support: number;
}

/** A column of the file. */
export interface Column {
  name: string;
  role: "input" | "target" | "left_out";
  /** number where more of the filled cells are numbers than are not */
  kind: "number" | "text";
  /** of text the different ones as they sort, at most 20 */
  values: string[];
  /** how many different values there are */
  distinct: number;
  /** cells without a value: empty, NA, N/A, ?, nan or null */
  missing: number;
  /** where text looks like numbers with thousands signs, or dates: what to do */
  hint: string | null;
}

/** An activation, sampled from -6 to 6; parallel lists. */
export interface Curve {
  name: string;
  formula: string;
  x: number[];
  value: number[];
  slope: number[];
}

/** The frame of exactly the epoch that was asked for. */
export interface ExactFrame {
  epoch: number;
  /** (size of layer i, size of layer i + 1); null above 5,000 weights unless include=weights */
  weights: number[][][] | null;
  biases: number[][] | null;
  /** for every row of the table */
  predictions: (number | null)[][];
  /** one row's value of every unit (include=layers) */
  layers?: (number | null)[][];
  /** which units of each hidden layer stay for that row in the pass that begins here (include=masks) */
  masks?: (boolean[] | null)[];
  /** of each hidden layer, where there is any */
  batch_norm?: (Norm | null)[];
  /** d loss / d parameter over all rows, as gradient-check's analytic (include=gradients) */
  gradients?: LikeParameters | null;
  /**
   * these parameters less those of the epoch before (include=update); null at the run's first epoch, while the run goes
   * on, and in a list where the epoch before is not kept
   */
  update?: LikeParameters | null;
  /** mean absolute error over the training rows */
  error: number | null;
  /** what is minimised, penalties included */
  loss: number | null;
  /** mean absolute error over the test rows; null where there are none */
  test_error: number | null;
  /** false where the run was made by another engine, version or kind of processor */
  exact: boolean;
}

/** What enters the network. */
export interface Features {
  /**
   * one for each input: a column's name, or a formula such as a * b or sin(a); a name that is no plain word stands in
   * backticks; null: every column as it is
   */
  formulas: string[] | null;
  /** bring every input to mean 0 and deviation 1 over the training rows */
  standardise: boolean;
  /** standardise with these; null: with those of the training rows */
  statistics: Statistics | null;
}

/** What is wrong with one field. */
export interface FieldError {
  /** JSON pointer into the body, or /query/NAME; "" for the whole body */
  pointer: string;
  /** of a file that was sent, from 1; only where that is meant */
  line?: number | null;
  detail: string;
  /** of the wrong character of a formula, from 0; left out elsewhere */
  position?: number | null;
}

/** One layer, for one row. A delta is -d loss / d weighted sum: it points to where the output should go. */
export interface FigureLayer {
  activation: string;
  /** what comes in; with bias units a last one, 1 */
  inputs: (number | null)[];
  /** z as it enters the activation */
  pre_activations: (number | null)[];
  /** before dropout */
  values: (number | null)[];
  slopes: (number | null)[];
  deltas: (number | null)[];
}

/** The pass that begins at an epoch, in training mode, all rows as one batch, before penalties and clipping. */
export interface Figures {
  epoch: number;
  /** the row, from 0, that `layers` is about */
  row: number;
  /** the rows of the table that `contributions` are about, from 0 */
  rows: number[];
  /** in force in that pass */
  learning_rate: number;
  /** learning_rate, divided by the rows where gradients are averaged */
  rate: number;
  /** of the units of every layer, the inputs first */
  names: string[][];
  /** all but the inputs */
  layers: FigureLayer[];
  /** layer, input (a bias last), unit, row: rate x input x delta, what the row adds to the weight */
  contributions: (number | null)[][][][];
  /** layer, input, unit: their sums over the rows */
  changes: (number | null)[][][];
  /** of each input column with each expected one; null where constant */
  correlations: (number | null)[][];
  hidden: HiddenPair;
  spread: LayerSpread[];
  /** size of the first layer's gradient over the last one's */
  gradient_ratio: number | null;
  /** whether that is below 1/100 */
  is_vanishing: boolean;
  /** in words, what the real update has besides */
  notes: string[];
}

/** The network after `epoch` passes: its parameters and what it predicts. */
export interface Frame {
  epoch: number;
  /** (size of layer i, size of layer i + 1); null above 5,000 weights unless include=weights */
  weights: number[][][] | null;
  biases: number[][] | null;
  /** for every row of the table */
  predictions: (number | null)[][];
  /** one row's value of every unit (include=layers) */
  layers?: (number | null)[][];
  /** which units of each hidden layer stay for that row in the pass that begins here (include=masks) */
  masks?: (boolean[] | null)[];
  /** of each hidden layer, where there is any */
  batch_norm?: (Norm | null)[];
  /** d loss / d parameter over all rows, as gradient-check's analytic (include=gradients) */
  gradients?: LikeParameters | null;
  /**
   * these parameters less those of the epoch before (include=update); null at the run's first epoch, while the run goes
   * on, and in a list where the epoch before is not kept
   */
  update?: LikeParameters | null;
}

/** Kept frames. */
export interface Frames {
  frames: ExactFrame[];
  /** the `from` of the next page */
  next: number | null;
}

/** Parameters that training leaves as they are. */
export interface Frozen {
  /** 1 is the layer that the inputs lead to */
  layer: number;
  parameter: "weights" | "biases" | "gamma" | "beta";
  /** the unit that they come from, from 0; null: all */
  from: number | null;
  /** the unit that they lead to, from 0; null: all */
  to: number | null;
}

/** A data set that can be made. */
export interface Generator {
  name: string;
  title: string;
  help: string;
  /** two classes, told as 0 and 1; or a number to learn */
  task: "classes" | "numbers";
  /** what its noise does */
  noise: string;
  /** f(x) unless another is given; null: it has no formula */
  formula: string | null;
  /** some of its points */
  example: Table;
}

/** All data sets that can be made, and how a sample of each may be. */
export interface Generators {
  generators: Generator[];
  /** the least and the most of each */
  limits: SampleLimits;
  defaults: Sample;
}

/** Every gradient, computed twice. */
export interface GradientCheck {
  epoch: number;
  /** the largest where a difference means something */
  max_relative_difference: number;
  gradients: GradientTable[];
}

/** Both gradients of one kind of parameter; every table has the parameter's shape. */
export interface GradientTable {
  /** from 0, as in weights[layer] */
  layer: number;
  parameter: "weights" | "biases" | "gamma" | "beta";
  /** of the backward pass, before trimming and clipping */
  analytic: any[];
  /** central difference of the loss */
  numeric: any[];
  relative_difference: any[];
  /** true where a slope or a curvature jumps within the step: a difference means nothing there */
  kinks: any[];
  /** true where the loss's own rounding hides the difference */
  lost: any[];
}

/** Whether runs can be started. */
export interface Health {
  ready: boolean;
  reason: string | null;
  version: string;
  /** how many train and how many wait */
  runs: Record<string, number>;
}

/** A hidden layer that differs from the others. */
export interface HiddenLayer {
  /** units in the layer */
  size: number;
  /** null: the network's */
  activation: string | null;
  /** null: the training's */
  dropout: number | null;
  /** null: the training's */
  batch_norm: boolean | null;
}

/** The hidden layers, then and now. */
export interface HiddenPair {
  /** at the run's first epoch */
  first: HiddenValues;
  /** at this one */
  shown: HiddenValues;
}

/** The hidden layers at an epoch, in prediction mode. */
export interface HiddenValues {
  epoch: number;
  /** hidden layer, row, unit */
  values: (number | null)[][][];
  /** hidden layer, unit, output; null for a constant unit */
  correlations: (number | null)[][][];
}

/** Points of the error curve, as parallel lists. */
export interface History {
  epoch: number[];
  error: number[];
  loss: number[];
  /** null where there are no test rows */
  test_error: (number | null)[] | null;
}

/** Parameters to start from instead of drawing them. */
export interface Initial {
  /** one matrix for each layer: (size of layer i, size of layer i + 1) */
  weights: number[][][];
  /** one row for each layer but the first; null: 0 */
  biases: number[][] | null;
}

/** What enters the network: one of each for every input unit. */
export interface Inputs {
  /** columns, or formulas of them */
  names: string[];
  /** taken from the value; null where inputs are not standardised */
  mean: number[] | null;
  /** the rest is divided by it; null, too */
  deviation: number[] | null;
}

/** How well one of the questions is answered. */
export interface Judgement {
  accuracy: number;
  /** [i][j]: the rows of class i that were predicted as class j; at most 256 classes */
  confusion: number[][];
  classes: ClassScore[];
}

/** How a layer stands, over all rows. */
export interface LayerSpread {
  activations: Spread;
  /** of |d loss / d weight|, biases left out */
  gradients: Spread;
  /** share of units and rows with a slope below 1/100 of the steepest */
  saturated: number;
}

/** A number for every weight and bias, in the shapes of `weights` and `biases`. */
export interface LikeParameters {
  weights: (number | null)[][][];
  biases: (number | null)[][] | null;
}

/** Addresses of a run. */
export interface Links {
  self: string;
  state: string;
  events: string;
  page: string;
}

/** A sample of a data set. */
export interface Made {
  table: Table;
  /** that table, with settings that learn it: ready to be posted */
  spec: RunSpec;
}

/** The network between the table's inputs and targets. */
export interface NetworkSpec {
  /** sizes of the hidden layers, from the inputs on */
  hidden: (number | HiddenLayer)[];
  /** of the hidden layers */
  activation: string;
  /** of the last layer */
  output_activation: string;
  /** a constant input of 1 to every unit, with its own weight */
  bias: boolean;
  /** how the first weights are drawn */
  initializer: string;
  /** numbers that refine the choice; see /options */
  initializer_options: Record<string, number>;
  /** start from these instead */
  initial: Initial | null;
}

/** Batch normalisation of one layer: x̂ = (z - mean) / √(variance + 1e-5), then gamma x̂ + beta. */
export interface Norm {
  gamma: number[];
  beta: number[];
  /** running, as prediction takes it */
  mean: number[];
  /** running, unbiased */
  variance: number[];
}

/** The registries and limits. */
export interface Options {
  activations: Choice[];
  losses: Choice[];
  optimizers: Choice[];
  initializers: Choice[];
  limits: Record<string, number>;
}

/** How near one output of a regression comes. */
export interface OutputScore {
  /** root of the mean squared residual; null where the squares overflow */
  rmse: number | null;
  /** mean absolute residual */
  mae: number | null;
  /** share of the variance that is explained; null for a constant target */
  r_squared: number | null;
}

/** Where a run was forked from. */
export interface Parent {
  id: string;
  epoch: number;
}

/** A table that was read, and what was found out on the way. */
export interface ParsedTable {
  /** null where errors stand in the way (preview=true) */
  table: Table | null;
  /** null where the file says nothing of test rows */
  split: Split | null;
  /** of the file, in its order */
  columns: Column[];
  /** whether the first line named the columns */
  header: boolean;
  /** null for JSON */
  separator: "comma" | "semicolon" | "tab" | null;
  decimal: "point" | "comma";
  /** of the table; without one, of the file */
  rows: number;
  /** lines that were left out (drop=true) */
  dropped: number[];
  /** what is wrong (preview=true), at most 100 lines */
  errors: BadLine[];
  /** how many lines more are bad */
  more_errors: number;
  /** whether drop=true leaves the bad lines out and reads the others */
  can_drop: boolean;
  /** the first 8 rows as they are in the file, cells cut at 100 characters */
  sample: string[][];
}

/** The scores over some rows of the table. */
export interface PartScores {
  rows: number;
  /** rows with every question answered rightly; null for a regression */
  correct: number | null;
  /** their share */
  accuracy: number | null;
  /** of a regression: averaged over the outputs that have one */
  r_squared: number | null;
  /** one for each question */
  judgements: Judgement[];
  /** of a regression, one for each output */
  outputs: OutputScore[];
}

/** One side of a plane. */
export interface PlaneSide {
  /** of the table's inputs, from 0 */
  column: number;
  name: string;
  low: number;
  high: number;
}

/** Predictions for the rows that were sent. */
export interface Prediction {
  predictions: (number | null)[][];
  /** the values of every layer, the inputs first */
  layers: (number | null)[][][];
  /** mean absolute error, where the rows are the table's own */
  error?: number | null;
  /** what is minimised, where the rows are the table's own */
  loss?: number | null;
  /** the error over test rows, where the table has any */
  test_error?: number | null;
}

/** A spec ready to be posted. */
export interface Preset {
  name: string;
  /** the title of its group in the page's menu */
  group: string;
  title: string;
  text: string;
  spec: RunSpec;
}

/** All presets. */
export interface Presets {
  presets: Preset[];
}

/** Epoch 0 of a spec, not stored. */
export interface Preview {
  frame: Frame;
  error: number | null;
  loss: number | null;
  test_error: number | null;
  /** the rows of the table that are set aside, from 0 */
  test_rows: number[];
  inputs: Inputs;
  /** the drawing; what draws a weight carries data-layer, data-from and data-to */
  svg: string;
  /** which engine trains it: compiled or reference */
  engine: string;
  /** with every default filled in */
  spec: RunSpec;
}

/** An error, as RFC 9457 has it. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  /** a sentence that says what to do */
  detail: string;
  /** each field that is wrong */
  errors?: FieldError[];
}

/** A program that trains a spec, alone with NumPy, and prints its error and predictions. */
export interface Program {
  language: "python";
  text: string;
  lines: ProgramLine[];
}

/** A line of a program. */
export interface ProgramLine {
  /** from 1 */
  number: number;
  text: string;
  /** the same with its words marked by classes: tok-k a keyword, tok-mi a number, ... */
  html: string;
  /** the variables that it reads, in a trace's names */
  reads: string[];
  /** the variables that it gives a new value */
  writes: string[];
  meaning: string;
  /** whether it holds one row of a matrix, and nothing else */
  is_row: boolean;
  /** a trace's names for variables that it calls otherwise; empty for one that it has not as it is here */
  traced: Record<string, string>;
}

/** What is decided for every row. */
export interface Question {
  /** the output that it is about, or class */
  name: string;
  classes: string[];
  /** the outputs that decide it: one by its side, several by the largest */
  outputs: number[];
  /** each row's class, from 0; null above 100,000 rows times outputs */
  expected: number[] | null;
  /** what the network says; null as above */
  predicted: number[] | null;
}

/** A run. */
export interface RunInfo {
  id: string;
  status: Status;
  /** passes made */
  epoch: number;
  /** the epoch at which it is done */
  epochs: number;
  /** mean absolute error over training rows and outputs after these passes */
  error: number | null;
  /** what is minimised, penalties included */
  loss: number | null;
  /** mean absolute error over test rows; null where there are none */
  test_error: number | null;
  /** raised by whatever a poll can show */
  revision: number;
  /** why it ended, in words */
  message: string | null;
  name: string;
  parent: Parent | null;
  created_at: string;
  /** which engine trains it: compiled or reference */
  engine: string;
  pace: number | "unhurried" | null;
  spec: RunSpec;
  /** the rows of the table that are set aside, from 0 */
  test_rows: number[];
  inputs: Inputs;
  links: Links;
}

/** All that decides the numbers of a run, and nothing else. */
export interface RunSpec {
  version: 1;
  table: Table;
  network: NetworkSpec;
  /** what of the table enters the network */
  features: Features;
  /** rows that are set aside for testing */
  split: Split | null;
  training: TrainingSpec;
  /** fixes the weights at the start */
  seed: number;
}

/** A page of runs, newest first. */
export interface Runs {
  runs: RunInfo[];
  /** the cursor of the next page */
  next: string | null;
}

/** Which points of a data set are drawn. */
export interface Sample {
  /** how many rows */
  points: number;
  /** a standard deviation; each data set says of what */
  noise: number;
  /** fixes the points; the weights have their own */
  seed: number;
  /** f(x), for a data set that has a formula; null: its own */
  formula: string | null;
}

/** The least and the most that may be asked for. */
export interface SampleLimits {
  points: [number, number];
  noise: [number, number];
  seed: [number, number];
}

/** How well the network of an epoch does, over the rows that it learns from and over its test rows. */
export interface Scores {
  epoch: number;
  task: "two_classes" | "classes" | "labels" | "regression";
  /** by which an output counts as low or high; null where nothing is decided so */
  middle: number | null;
  /** of the outputs */
  names: string[];
  /** none for a regression */
  questions: Question[];
  /** of a regression, for every row; null above 100,000 rows times outputs */
  predictions: number[][] | null;
  /** target − prediction; null as above */
  residuals: number[][] | null;
  training: PartScores;
  /** null without test rows */
  test: PartScores | null;
  /** their numbers, from 0 */
  test_rows: number[];
  /** the rows with the largest error, the worst first */
  worst: WorstRow[];
}

/** Which rows are test rows: a share that the seed draws, and those put there, or taken back, by hand. */
export interface Split {
  /** of the rows, drawn as test rows */
  share: number;
  /** fixes which rows are drawn */
  seed: number;
  /** rows that are test rows in any case, from 0 */
  test: number[];
  /** rows that are training rows in any case, from 0 */
  train: number[];
}

/** How numbers are spread: size, standard deviation, and the quartiles with both ends. */
export interface Spread {
  rms: number | null;
  deviation: number | null;
  least: number | null;
  lower: number | null;
  median: number | null;
  upper: number | null;
  most: number | null;
}

/** What is new of a run. */
export interface State {
  id: string;
  status: Status;
  /** passes made */
  epoch: number;
  /** the epoch at which it is done */
  epochs: number;
  /** mean absolute error over training rows and outputs after these passes */
  error: number | null;
  /** what is minimised, penalties included */
  loss: number | null;
  /** mean absolute error over test rows; null where there are none */
  test_error: number | null;
  /** raised by whatever a poll can show */
  revision: number;
  /** why it ended, in words */
  message: string | null;
  history: History;
  /** null where there is none newer than `since` */
  frame: Frame | null;
  /** the `since` of the next poll */
  next: number;
}

/** What inputs are standardised with: one number for each of them. */
export interface Statistics {
  mean: number[];
  deviation: number[];
}

/** Where a run stands. It waits (queued), trains (running) or rests (paused); the others are its ends. */
export type Status = "queued" | "running" | "paused" | "done" | "stopped" | "diverged" | "failed";

/** Ends a run that makes no progress: the loss has not fallen by `improvement` in `epochs` epochs. */
export interface Stop {
  /** how long to wait for an improvement */
  epochs: number;
  /** how much lower than the best the loss must get */
  improvement: number;
}

/**
 * Inputs and targets, row by row. Attributes: inputs: shape (rows, inputs). targets: shape (rows, targets).
 * input_names, target_names: one for each column; made where there are none.
 */
export interface Table {
  /** rows of input values */
  inputs: number[][];
  /** rows of expected values */
  targets: number[][];
  /** one name for each column */
  input_names: string[];
  /** one name for each column */
  target_names: string[];
}

/** One batch of a pass, taken apart. */
export interface Trace {
  /** at which the pass begins: the article's iteration of that number */
  epoch: number;
  /** of the pass, from 0 */
  batch: number;
  /** how many the pass has */
  batches: number;
  /** of the table, from 0: the rows of this batch, in its order */
  rows: number[];
  /** in the order of computation */
  steps: TraceStep[];
}

/** One array of the computation. */
export interface TraceStep {
  /** the article's */
  name: string;
  /** 0 the inputs; weights belong to the layer that they lead to */
  layer: number | null;
  /** Python, in the names of earlier steps; "given" where nothing is computed */
  formula: string;
  shape: number[];
  value: number | any[];
  meaning: string;
  /** the names that the formula reads */
  reads: string[];
  /** what each row brings to a sum over the rows; null elsewhere, and above 10,000 numbers */
  rows: any[] | null;
}

/** How the network is trained. */
export interface TrainingSpec {
  /** passes over the rows, the article's iterations */
  epochs: number;
  /** alpha: the share of the gradient that an update takes */
  learning_rate: number;
  /** what is minimised */
  loss: string;
  /** numbers that refine the choice; see /options */
  loss_options: Record<string, number>;
  /** over the rows of a batch; the article sums */
  reduction: "sum" | "mean";
  /** how a gradient becomes an update */
  optimizer: string;
  /** numbers that refine the choice; see /options */
  optimizer_options: Record<string, number>;
  /** for momentum and nesterov only; null means 0.9 there */
  momentum: number | null;
  /** rows an update looks at; null: all */
  batch_size: number | null;
  /** a new order of the rows at each epoch, fixed by the seed */
  shuffle: boolean;
  /** clip every delta to ± this size */
  delta_trim: number | null;
  /** shorten longer gradients to this norm */
  clip_norm: number | null;
  /** adds l1 · sign(w) to the gradient of each weight */
  l1: number;
  /** adds l2 · w to the gradient of each weight */
  l2: number;
  /** share of hidden units that each pass leaves out */
  dropout: number;
  /** bring each hidden unit's sums to mean 0 and variance 1 over the batch */
  batch_norm: boolean;
  /** end the run once its error is at most this */
  stop_at_error: number | null;
  /** end the run when its loss no longer improves */
  stop: Stop | null;
  /** what is altered on the way */
  changes: Change[];
  /** parameters that are not trained */
  frozen: Frozen[];
}

/** A row that the network misses. */
export interface WorstRow {
  /** from 0 */
  row: number;
  /** mean absolute error over the outputs */
  error: number;
  expected: number[];
  predicted: number[];
}
