"""How serious it is, in two people's judgement, and the clocks that run (I2, I5)."""
