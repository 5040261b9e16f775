mod slab;

fn main() {
    let Some(mut slab) = slab::Slab::new(64) else {
        return;
    };
    let mut offsets = Vec::new();
    while let Some(at) = slab.alloc(24) {
        offsets.push(at);
        if offsets.len() > 10 {
            break;
        }
    }
    println!("{offsets:?}, {} bytes left", slab.left());
}
