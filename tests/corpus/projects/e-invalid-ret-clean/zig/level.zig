var level: i32 = 1;
export fn current_level() i32 { return level; }
