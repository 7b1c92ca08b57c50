// Formulas as a reader types them, for the questions. A small grammar:
//
//   sum      product, then + or - and a product, any number of times
//   product  factor, then * or / and a factor; * may be left out before a letter, a function or a bracket
//   factor   - factor, or a power
//   power    atom, or atom ^ factor
//   atom     a number, a letter of the question, e, pi, function(sum), (sum) or [sum]
//
// What can be read in two ways is refused: 1/2x, and x 2. A parsed formula is a function of {letter: number}.

const FUNCTIONS = { exp: Math.exp, log: Math.log, ln: Math.log, tanh: Math.tanh, sqrt: Math.sqrt }
// σ is the sigmoid where the question says so. Else it is a function that no reader types: what is accepted then
// holds for every σ. bplib/book/questions.py has the same two.
const SIGMA = {
  sigmoid: { sigma: (t) => 1 / (1 + Math.exp(-t)), "sigma'": (t) => Math.exp(-t) / (1 + Math.exp(-t)) ** 2 },
  any: { sigma: (t) => t ** 2 / 3 + Math.sin(t), "sigma'": (t) => 2 * t / 3 + Math.cos(t) },
}
const GREEK = Object.fromEntries(Object.entries({
  alpha: "α", beta: "β", gamma: "γ", delta: "δ", epsilon: "εϵ", eta: "η", theta: "θ", kappa: "κ", lambda: "λ", mu: "μ",
  pi: "π", rho: "ρ", sigma: "σ", psi: "ψ", omega: "ω",
}).flatMap(([name, signs]) => [...signs].map((sign) => [sign, name])))
const PLAIN = { "−": "-", "–": "-", "·": "*", "×": "*", "⋅": "*", "⊙": "*", "÷": "/", "²": "^2", "³": "^3", "√": " sqrt", "′": "'", "’": "'" }

function inPlainSigns(text) {
  return text.replace(/[−–·×⋅⊙÷²³√′’]/g, (sign) => PLAIN[sign]).replaceAll("**", "^")
    .replace(/\bsigma_prime\b/g, "sigma'")
    .replace(/([α-ωϵ])(_\w+)?('*)/g, (_, sign, index = "", primes) => ` ${GREEK[sign] ?? sign}${index}${primes} `)
}

// {text, kind, at}: a number, a name or a sign.
function tokensOf(text) {
  const tokens = [], pattern = /\s*(?:((?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)|([A-Za-z]\w*'*)|([-+*/^()[\]]))/iy
  while (pattern.lastIndex < text.trimEnd().length) {
    const at = pattern.lastIndex, found = pattern.exec(text)
    if (!found) throw new Error(`“${text.slice(at).trim()[0]}” cannot be read here.`)
    const kind = ["number", "name", "sign"][found.slice(1).findIndex((part) => part !== undefined)]
    tokens.push({ text: found[0].trim(), kind })
  }
  return tokens
}

// A word such as wx that is no letter, as the letters that it is made of, if there is one way.
function split(word, letters) {
  if (!word) return [[]]
  return letters.filter((letter) => word.startsWith(letter))
    .flatMap((letter) => split(word.slice(letter.length), letters).map((rest) => [letter, ...rest]))
}

function parseFormula(text, letters, sigma = "any") {
  const functions = { ...FUNCTIONS, ...SIGMA[sigma] }
  const tokens = tokensOf(inPlainSigns(text))
  let next = 0
  const sees = (...signs) => next < tokens.length && tokens[next].kind === "sign" && signs.includes(tokens[next].text)
  const startsAnAtom = () => next < tokens.length && (tokens[next].kind !== "sign" || sees("(", "["))

  function sum() {
    let value = product()
    while (sees("+", "-")) {
      const left = value, sign = tokens[next++].text, right = product()
      value = sign === "+" ? (point) => left(point) + right(point) : (point) => left(point) - right(point)
    }
    return value
  }

  function product() {
    let value = factor(), divided = false
    for (;;) {
      const left = value
      if (sees("*", "/")) {
        const sign = tokens[next++].text, right = factor()
        divided = sign === "/"
        value = divided ? (point) => left(point) / right(point) : (point) => left(point) * right(point)
      } else if (startsAnAtom()) {
        const { text, kind } = tokens[next]
        if (divided) throw new Error(`After the division, write brackets or * before “${text}”: 1/(2*x) or (1/2)*x.`)
        if (kind === "number") throw new Error(`Write * before “${text}”.`)
        const right = power()
        value = (point) => left(point) * right(point)
      } else return value
    }
  }

  function factor() {
    if (!sees("-", "+")) return power()
    const sign = tokens[next++].text, value = factor()
    return sign === "-" ? (point) => -value(point) : value
  }

  function power() {
    const base = atom()
    if (!sees("^")) return base
    next += 1
    const exponent = factor()
    return (point) => base(point) ** exponent(point)
  }

  function atom() {
    if (sees("(", "[")) return inBrackets()
    if (next >= tokens.length) throw new Error("Something is missing at the end.")
    const { text, kind } = tokens[next++]
    if (kind === "number") return () => Number(text)
    if (kind === "sign") throw new Error(`A number, a letter or a bracket is missing before “${text}”.`)
    if (letters.includes(text)) return (point) => point[text]
    if (Object.hasOwn(functions, text)) {
      if (!sees("(", "[")) throw new Error(`${text} needs brackets: ${text}(…).`)
      const argument = inBrackets(), f = functions[text]
      return (point) => f(argument(point))
    }
    if (text === "e" || text === "pi") return () => text === "e" ? Math.E : Math.PI
    const ways = split(text, letters)
    if (ways.length !== 1) throw new Error(`“${text}” is no letter of this question. The letters are ${letters.join(", ")}.`)
    if (sees("^")) throw new Error(`Write * or brackets: is it all of “${text}” that is raised, or “${ways[0].at(-1)}”?`)
    return (point) => ways[0].reduce((value, letter) => value * point[letter], 1)
  }

  function inBrackets() {
    const close = tokens[next++].text === "(" ? ")" : "]", value = sum()
    if (!sees(close)) throw new Error(`A bracket is not closed: “${close}” is missing.`)
    next += 1
    return value
  }

  if (!tokens.length) throw new Error("Type a formula.")
  const value = sum()
  if (next < tokens.length) throw new Error(`“${tokens[next].text}” cannot stand here.`)
  return value
}

// Which of the answers, the right one and well-known wrong ones, has the values of this formula at all points; -1 if none has.
function answerOf(text, { letters, points, values, sigma }) {
  const formula = parseFormula(text, letters, sigma)
  const found = points.map((point) => formula(Object.fromEntries(letters.map((letter, i) => [letter, point[i]]))))
  if (!found.every(Number.isFinite)) throw new Error("This formula has no value where the others have one: a logarithm, a root or a division?")
  return values.findIndex((answer) => answer.every((value, i) => Math.abs(found[i] - value) <= 1e-8 * Math.max(1e-3, Math.abs(value))))
}

// The same for a number. A comma may stand for the point.
function answerOfNumber(text, { values, tolerance }) {
  const found = parseFormula(text.replace(/(\d),(?=\d)/g, "$1."), [])({})
  if (!Number.isFinite(found)) throw new Error("This is no finite number.")
  return values.findIndex((value) => Math.abs(found - value) <= tolerance * (1 + 1e-9))
}
