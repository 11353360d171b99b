"""What can be seen in a network: gradients, figures, surfaces and scores, each a function of a spec and a frame."""
