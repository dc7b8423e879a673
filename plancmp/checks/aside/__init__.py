"""What puts findings aside: known ones, accepted ones, one cause, words learnt."""
