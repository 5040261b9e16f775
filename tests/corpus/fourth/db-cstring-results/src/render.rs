pub fn quote(ident: &[u8]) -> Vec<u8> {
    let mut out = vec![b'"'];
    for b in ident {
        if *b == b'"' {
            out.push(b'"');
        }
        out.push(*b);
    }
    out.push(b'"');
    out
}

pub fn select(table: &[u8], columns: &[&[u8]]) -> Vec<u8> {
    let mut out = b"SELECT ".to_vec();
    for (i, c) in columns.iter().enumerate() {
        if i > 0 {
            out.extend_from_slice(b", ");
        }
        out.extend(quote(c));
    }
    out.extend_from_slice(b" FROM ");
    out.extend(quote(table));
    out
}
