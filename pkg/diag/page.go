package diag

// Page says what a rule is about.
func (r *Rule) Page() string { return r.ID + ": " + r.Title + "\n" }
