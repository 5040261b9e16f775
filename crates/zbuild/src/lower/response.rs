//! Response files: arguments that are known only when an earlier action is done. Zig reads them from
//! `@FILE`.

/// The text of a response file.
///
/// Zig splits such a file as a Windows command line with single quotes added, which leaves no way to
/// write every argument (an apostrophe within double quotes still opens a quotation, seen in 0.15.2
/// to 0.17.1). What stands in these files is ours: paths relative to the root below `.ghostbind`, and
/// flags for the linker.
///
/// # Errors
/// The argument that cannot be written.
pub(super) fn text<'a>(args: impl IntoIterator<Item = &'a str>) -> Result<String, String> {
    let mut text = String::new();
    for arg in args {
        if arg.contains(['"', '\'', '\\', '\n']) {
            return Err(format!("the linker argument `{arg}` cannot be handed to Zig"));
        }
        text.push('"');
        text.push_str(arg);
        text.push_str("\"\n");
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn arguments_are_quoted_or_refused() {
        assert_eq!(text(["-lc", "a b/#c"]).unwrap(), "\"-lc\"\n\"a b/#c\"\n");
        assert!(text(["it's"]).is_err());
    }
}
