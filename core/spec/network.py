"""What can be asked for of a network: its hidden layers, activations, and how its parameters begin."""

from typing import Annotated

from pydantic import AfterValidator, Discriminator, Field, Tag, model_validator

from elevenlines.core.choices.activations import ACTIVATIONS, HIDDEN_ACTIVATIONS
from elevenlines.core.choices.initializers import INITIALIZERS
from elevenlines.core.spec.fields import Count, Dropout, Flag, Matrix, Model, Options, Vector, one_of
from elevenlines.core.spec.limits import LIMITS
from elevenlines.core.spec.options import check

_hidden, _hidden_schema = one_of(HIDDEN_ACTIVATIONS)
_output, _output_schema = one_of(ACTIVATIONS)
_initializer, _initializer_schema = one_of(INITIALIZERS)

HiddenActivation = Annotated[str, AfterValidator(_hidden), _hidden_schema]
OutputActivation = Annotated[str, AfterValidator(_output), _output_schema]
InitializerName = Annotated[str, AfterValidator(_initializer), _initializer_schema]
Units = Annotated[Count, Field(ge=1, le=LIMITS.units)]


class HiddenLayer(Model):
    """A hidden layer that differs from the others."""

    size: Annotated[Units, Field(description="units in the layer")]
    activation: Annotated[HiddenActivation | None, Field(description="null: the network's")] = None
    dropout: Annotated[Dropout | None, Field(description="null: the training's")] = None
    batch_norm: Annotated[Flag | None, Field(description="null: the training's")] = None


def _is_layer(value: object) -> str:
    return "<layer>" if isinstance(value, dict | HiddenLayer) else "<size>"


# A plain size or a whole layer. Told apart before validation, so that an error names only what was meant.
LayerOrSize = Annotated[
    Annotated[Units, Tag("<size>")] | Annotated[HiddenLayer, Tag("<layer>")], Discriminator(_is_layer)
]


class Initial(Model):
    """Parameters to start from instead of drawing them."""

    weights: Annotated[
        tuple[Matrix, ...],
        Field(description="one matrix for each layer: (size of layer i, size of layer i + 1)"),
    ]
    biases: Annotated[tuple[Vector, ...] | None, Field(description="one row for each layer but the first; null: 0")] = (
        None
    )


class NetworkSpec(Model):
    """The network between the table's inputs and targets."""

    hidden: Annotated[
        tuple[LayerOrSize, ...],
        Field(max_length=LIMITS.hidden_layers, description="sizes of the hidden layers, from the inputs on"),
    ] = (4,)
    activation: Annotated[HiddenActivation, Field(description="of the hidden layers")] = "sigmoid"
    output_activation: Annotated[OutputActivation, Field(description="of the last layer")] = "sigmoid"
    bias: Annotated[Flag, Field(description="a constant input of 1 to every unit, with its own weight")] = False
    initializer: Annotated[InitializerName, Field(description="how the first weights are drawn")] = "uniform"
    initializer_options: Options = Field(default_factory=dict)
    initial: Annotated[Initial | None, Field(description="start from these instead")] = None

    @property
    def hidden_layers(self) -> tuple[HiddenLayer, ...]:
        """The hidden layers as objects, plain sizes too."""
        return tuple(HiddenLayer(size=layer) if isinstance(layer, int) else layer for layer in self.hidden)

    @model_validator(mode="after")
    def _options_belong(self) -> "NetworkSpec":
        options = INITIALIZERS[self.initializer].options
        check(options, self.initializer_options, self.initializer, "initializer_options")
        return self
