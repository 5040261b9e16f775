mod backend;
mod hooks;

use backend::{Backend, Dry, Memory};

fn main() {
    let data: Vec<u8> = (0..100_000u32).map(|i| (i % 251) as u8).collect();
    let backends: [(&str, Box<dyn Backend>); 2] =
        [("memory", Box::<Memory>::default()), ("dry", Box::<Dry>::default())];
    for (name, backend) in backends {
        let (chunks, backend) = hooks::store(backend, 4096, &data);
        println!("{name}: {chunks} chunks, {} bytes kept", backend.size());
    }
}
