mod ring;

fn main() {
    let Some(mut pipe) = ring::Pipe::with_capacity(8) else {
        return;
    };
    let mut got = Vec::new();
    for part in [&b"hello "[..], b"world", b" and all"] {
        let mut rest = part;
        while !rest.is_empty() {
            let n = pipe.write(rest);
            rest = rest.get(n..).unwrap_or(&[]);
            got.extend_from_slice(&pipe.drain());
        }
    }
    println!("{}", String::from_utf8_lossy(&got));
}
