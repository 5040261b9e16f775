const APPLICATION: &str = "Notes";

pub fn compose(name: &str, dirty: bool) -> String {
    let mark = if dirty { "\u{2022} " } else { "" };
    if name.is_empty() { APPLICATION.to_owned() } else { format!("{mark}{name} - {APPLICATION}") }
}
