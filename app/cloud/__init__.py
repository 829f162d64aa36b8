"""What would leave this machine: masked, composed, shown, consented to. Opens no socket."""
