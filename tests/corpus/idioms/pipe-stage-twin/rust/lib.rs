pub struct Stage { gain: f32 }
pub struct Pipe { stages: Vec<Box<Stage>> }
#[unsafe(no_mangle)]
pub extern "C" fn stage_new() -> Option<Box<Stage>> { Some(Box::new(Stage { gain: 1.0 })) }
#[unsafe(no_mangle)]
pub extern "C" fn stage_gain(s: Option<&mut Stage>, gain: f32) { if let Some(s) = s { s.gain = gain } }
#[unsafe(no_mangle)]
pub extern "C" fn stage_free(_: Option<Box<Stage>>) {}
#[unsafe(no_mangle)]
pub extern "C" fn pipe_new() -> Option<Box<Pipe>> { Some(Box::new(Pipe { stages: Vec::new() })) }
#[unsafe(no_mangle)]
pub extern "C" fn pipe_free(_: Option<Box<Pipe>>) {}
/// Takes the stage, unless the pipe is full: then it is dropped.
#[unsafe(no_mangle)]
pub extern "C" fn pipe_add(p: Option<&mut Pipe>, s: Option<Box<Stage>>) -> bool {
    match (p, s) {
        (Some(p), Some(s)) if p.stages.len() < 4 => { p.stages.push(s); true }
        _ => false,
    }
}
#[unsafe(no_mangle)]
pub extern "C" fn pipe_run(p: Option<&Pipe>, x: f32) -> f32 { p.map_or(x, |p| p.stages.iter().fold(x, |x, s| x * s.gain)) }
