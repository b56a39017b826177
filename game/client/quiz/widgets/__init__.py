"""What the screens of the quiz are made of."""
